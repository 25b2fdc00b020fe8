package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.junit.Traces;

class SuppressedLeaksTests {

    private static final CallSite SITE = new CallSite(1, "vexfs_cache_fill+0x10", Optional.of("cache.c:7"), true);

    private static final MemoryJudgement LEAKY = new MemoryJudgement(
            Verdict.FAILED,
            Verdict.PASSED,
            Verdict.PASSED,
            Verdict.PASSED,
            List.of(new Leak(SITE, List.of(SITE), Owner.DIRECT, MemoryKind.SLAB, 2, 128, 1_000, 7)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            List.of(),
            Counts.NONE,
            MemoryUsage.NONE,
            List.of());

    @Test
    void whatIsKnownPasses() {
        assertThat(Traces.of(LEAKY))
                .noLeaks(Suppressions.of(
                        Suppression.of("vexfs_cache_*", "filled once").withSize(64)))
                .noDoubleFree();
    }

    @Test
    void whatIsNotFailsAndTheMessageNamesTheSuppressionsThatAreOfNoUse() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(LEAKY))
                        .noLeaks(Suppressions.of(
                                Suppression.of("vexfs_cache_*", "filled once").withSize(32),
                                Suppression.of("vexfs_*", "old").until(LocalDate.of(2020, 1, 1)))))
                .withMessageStartingWith("Some.test leaks 128 bytes in 2 objects of module vexfs.")
                .withMessageContaining(
                        "Note: the suppression of vexfs_cache_* of 32 bytes (filled once) matched nothing.")
                .withMessageContaining(
                        "Note: the suppression of vexfs_* (old) expired on 2020-01-01 and suppresses nothing any more.");
    }

    @Test
    void noneSuppressNothing() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(LEAKY)).noLeaks(Suppressions.none()))
                .withMessageContaining("vexfs_cache_fill+0x10 (cache.c:7)");
    }
}
