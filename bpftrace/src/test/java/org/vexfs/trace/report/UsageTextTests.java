package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Percentiles;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.UsageAssertion.Question;
import org.vexfs.trace.analysis.UsageDetails;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.testing.GivenWindow;

class UsageTextTests {

    private static final CallSite INSERT = new CallSite(1, "vexfs_insert+0x1c", Optional.of("store.c:120"), true);
    private static final CallSite IOCTL = new CallSite(2, "vexfs_ioctl+0x2d", Optional.of("main.c:40"), true);

    private static final MemoryUsage PLAIN = new MemoryUsage(
            12_345,
            67,
            67,
            0,
            0,
            4_096,
            new Percentiles(67, 64, 2_048, 4_096, 8_192),
            new Percentiles(67, 1_200_000, 2_000_000, 3_000_000_000L, 4_000_000_000L),
            Optional.of(new MemoryUsage.PlaceBytes(INSERT, 8_192)),
            Optional.of(new MemoryUsage.PlaceBytes(IOCTL, 4_000)),
            0,
            List.of(),
            new MemoryUsage.Vectors(0, 0, 0),
            List.of(),
            0,
            List.of(),
            0,
            new MemoryUsage.Pressure(0, 0),
            new MemoryUsage.OldObjects(0, 0),
            List.of(),
            UsageDetails.NONE);

    private static final MemoryUsage EVERYTHING = new MemoryUsage(
            12_345,
            67,
            60,
            700,
            7,
            4_096,
            PLAIN.sizes(),
            PLAIN.lifetimes(),
            PLAIN.largest(),
            PLAIN.topHolder(),
            2,
            List.of(new MemoryUsage.LargeAllocations(INSERT, List.of(INSERT, IOCTL), 2, 8_192, 10_000)),
            new MemoryUsage.Vectors(5, 500, 1_500),
            List.of(new MemoryUsage.Failures(INSERT, 3, 4_096)),
            3,
            List.of(new MemoryUsage.Refusals("vexfs_ioctl", 1)),
            1,
            new MemoryUsage.Pressure(2, 1_500_000),
            new MemoryUsage.OldObjects(1, 100),
            List.of(),
            UsageDetails.NONE);

    @Test
    void aWindowThatAllocatesNothingIsOneLine() {
        assertThat(UsageText.of(MemoryUsage.NONE)).isEqualTo("memory     nothing was allocated");
    }

    @Test
    void onlyWhatThereWasIsTold() {
        assertThat(UsageText.of(PLAIN)).isEqualTo("""
                memory     allocated 12,345 bytes in 67 allocations, 67 freed; peak 4,096 bytes, held 0 bytes
                sizes      p50 64, p95 2,048, p99 4,096, max 8,192 bytes
                lifetimes  p50 1.2 ms, p95 2.0 ms, p99 3.00 s, max 4.00 s""");
    }

    @Test
    void everythingHasALineOfItsOwn() {
        assertThat(UsageText.of(EVERYTHING)).isEqualTo("""
                memory     allocated 12,345 bytes in 67 allocations, 60 freed; peak 4,096 bytes, held 700 bytes in 7 objects
                sizes      p50 64, p95 2,048, p99 4,096, max 8,192 bytes
                lifetimes  p50 1.2 ms, p95 2.0 ms, p99 3.00 s, max 4.00 s
                large      2 large allocations
                           2 x 8,192 bytes at most, at vexfs_insert+0x1c (store.c:120)
                vectors    5 allocations, peak 1,500 bytes, held 500 bytes
                failures   3 allocations failed
                           3 x 4,096 bytes at most, at vexfs_insert+0x1c (store.c:120)
                ENOMEM     1 return of -ENOMEM
                           1 x by vexfs_ioctl
                pressure   above the threshold 2 times, for 1.5 ms
                old        100 bytes in 1 object held for longer than the leak threshold""");
    }

    @Test
    void aPeakThatIsTooHighIsNamedWithItsLimitAndThePlaceThatHeldTheMost() {
        assertThat(text(Question.PEAK_MEMORY_BELOW, 4_000, PLAIN, List.of()))
                .startsWith("""
                        StoreIT.insert makes module vexfs hold 4,096 bytes at its peak; expected below 4,000 bytes.
                        Most was held at vexfs_ioctl+0x2d (main.c:40): 4,000 bytes.
                          memory     allocated 12,345 bytes""")
                .endsWith("""
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void anAllocationThatIsTooLargeIsNamedWithItsLimitItsPlaceAndItsStack() {
        assertThat(text(Question.NO_ALLOCATION_ABOVE, 8_191, EVERYTHING, List.of()))
                .startsWith("""
                        StoreIT.insert makes module vexfs allocate 8,192 bytes at once; expected at most 8,191 bytes.
                        It was allocated at vexfs_insert+0x1c (store.c:120).
                              vexfs_ioctl+0x2d (main.c:40)
                        """);
    }

    @Test
    void failedAllocationsAreCountedAndListed() {
        assertThat(text(Question.NO_ALLOCATION_FAILURES, 0, EVERYTHING, List.of()))
                .startsWith("StoreIT.insert makes module vexfs run out of memory: 3 allocations failed, 1 return of"
                        + " -ENOMEM; expected none.\n")
                .contains("3 x 4,096 bytes at most, at vexfs_insert+0x1c (store.c:120)");
    }

    @Test
    void whatCannotBeToldIsSaidWithTheGapAndItsRemedy() {
        assertThat(text(
                        Question.PEAK_MEMORY_BELOW,
                        4_000,
                        PLAIN,
                        List.of(new Gap("3 events were lost", "raise bpftrace.ring_pages"))))
                .startsWith("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether less than 4,000 bytes were held at \
                        the peak in StoreIT.insert.
                          - 3 events were lost.
                            What to do: raise bpftrace.ring_pages.
                        What was seen:
                          memory     allocated""");
    }

    private static String text(Question question, long limit, MemoryUsage usage, List<Gap> gaps) {
        return UsageText.of(
                new UsageAssertion(question, limit),
                new MemoryJudgement(
                        Verdict.PASSED,
                        Verdict.PASSED,
                        Verdict.PASSED,
                        Verdict.PASSED,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        gaps,
                        false,
                        List.of(),
                        Counts.NONE,
                        usage,
                        List.of()),
                new GivenWindow("StoreIT.insert", "target/1.capture.jsonl"));
    }
}
