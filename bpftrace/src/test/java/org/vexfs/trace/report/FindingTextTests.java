package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.MemoryAssertion.IS_COMPLETE;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_DOUBLE_FREE;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_INVALID_FREE;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_KERNEL_WARNINGS;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_LEAKS;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;

class FindingTextTests {

    @Test
    void aLeakNamesItsBytesItsPlaceItsAgeAndWhatToDo() {
        assertThat(FindingText.of(NO_LEAKS, Findings.leaks(Findings.LEAK), Findings.window()))
                .isEqualTo("""
                        StoreIT.insert leaks 384 bytes in 3 objects of module vexfs.

                          384 bytes in 3 objects allocated at
                              vexfs_fault_leak+0x27 (vexfs_faults.c:63)
                              by thread 250; the oldest is 844.5 ms old

                        Judged after: waited 519 ms; sync and RCU barrier.
                        What to do: free them on every way out of the function named, or where their owner goes.
                        Capture: target/vexfs-trace/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void whatAModuleCallsItsFunctionsIsNotForATerminalToObey() {
        CallSite site = new CallSite(0xffffffffc0a01027L, "vexfs_\u001b[2J\u202e\u009b+0x27", Optional.empty(), true);

        assertThat(FindingText.of(NO_LEAKS, Findings.leaks(Findings.leak(site, 3, 384, 1_000, 250)), Findings.window()))
                .contains("vexfs_?[2J??+0x27")
                .doesNotContainPattern("[\\p{Cntrl}\\u202e\\u009b&&[^\\n]]");
    }

    @Test
    void aDoubleFreeNamesBothFreesAndTheAllocation() {
        assertThat(FindingText.of(NO_DOUBLE_FREE, Findings.freesTwice(Findings.DOUBLE_FREE), Findings.window()))
                .isEqualTo("""
                        StoreIT.insert makes module vexfs free memory twice, 1 time.

                          0xff483b7e02646600 freed again at
                              vexfs_fault_double_free+0x20 (vexfs_faults.c:120)
                              by thread 250, 12.5 us after it was freed at
                              vexfs_fault_double_free+0x20 (vexfs_faults.c:120)
                              allocated at
                              vexfs_fault_leak+0x27 (vexfs_faults.c:63)

                        What to do: let one owner free the object, or clear the pointer after the first free.
                        Capture: target/vexfs-trace/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void aLeakOfTheKernelOnTheModulesBehalfNamesTheModulesFrames() {
        Leak leak = new Leak(
                Findings.LEAK_SITE,
                List.of(Findings.LEAK_SITE, Findings.FREE_SITE, CallSite.unknown(0xffffffff81004050L)),
                Owner.INDIRECT,
                MemoryKind.VMALLOC,
                1,
                576,
                1_000,
                250);

        assertThat(FindingText.of(NO_LEAKS, Findings.leaks(leak), Findings.window()))
                .contains("\n  576 bytes in 1 object (vmalloc) allocated by the kernel on behalf of\n"
                        + "      vexfs_fault_leak+0x27 (vexfs_faults.c:63)\n"
                        + "      vexfs_fault_double_free+0x20 (vexfs_faults.c:120)\n"
                        + "      by thread 250; it is 1.0 us old\n");
    }

    @Test
    void anInvalidFreeNamesThePlaceTheReasonAndWhatTheKernelSaid() {
        InvalidFree invalid = new InvalidFree(
                0xff483b7e02646608L,
                Findings.FREE_SITE,
                250,
                "it points 8 bytes into a live object of 64 bytes",
                Optional.of(Findings.LEAK_SITE));
        KernelWarning warning = new KernelWarning("kernel BUG at mm/slub.c:4000!", 5, List.of());

        assertThat(FindingText.of(
                        NO_INVALID_FREE,
                        Findings.freesInvalidly(List.of(invalid), List.of(warning)),
                        Findings.window()))
                .isEqualTo("""
                        StoreIT.insert makes module vexfs free what no allocator gave out, 1 time.

                          0xff483b7e02646608 freed at
                              vexfs_fault_double_free+0x20 (vexfs_faults.c:120)
                              by thread 250; it points 8 bytes into a live object of 64 bytes
                              allocated at
                              vexfs_fault_leak+0x27 (vexfs_faults.c:63)

                        The kernel's log says: kernel BUG at mm/slub.c:4000!
                        What to do: free what the allocator gave, not a pointer into it or to something static.
                        Note: 3 objects are held that somebody else allocated.
                        Capture: target/vexfs-trace/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void aKernelWarningIsShownWithTheLinesThatFollowedIt() {
        KernelWarning warning = new KernelWarning(
                "WARNING: CPU: 0 PID: 246",
                5,
                List.of("WARNING: CPU: 0 PID: 246", "Call Trace:", " vexfs_insert+0x10"));

        assertThat(FindingText.of(
                        NO_KERNEL_WARNINGS, Findings.freesInvalidly(List.of(), List.of(warning)), Findings.window()))
                .startsWith("""
                        StoreIT.insert makes the kernel complain, 1 time: WARNING: CPU: 0 PID: 246

                          WARNING: CPU: 0 PID: 246
                          Call Trace:
                           vexfs_insert+0x10

                        What to do: see the function on top of the call trace; the kernel's log has the whole report.
                        """);
    }

    @Test
    void whatTheTraceCannotTellNamesTheCauseAndItsRemedy() {
        assertThat(FindingText.of(NO_LEAKS, Findings.cannotTell(Findings.GAP), Findings.window()))
                .isEqualTo("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks in StoreIT.insert.
                          - 4 allocations found the map of live objects full.
                            What to do: raise memory_trace.max_objects.
                        Capture: target/vexfs-trace/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NO_DOUBLE_FREE | INCONCLUSIVE: the trace of module vexfs cannot tell whether it frees memory twice in StoreIT.insert.",
                "NO_INVALID_FREE | INCONCLUSIVE: the trace of module vexfs cannot tell whether it frees what no allocator gave out in StoreIT.insert.",
                "NO_KERNEL_WARNINGS | INCONCLUSIVE: the trace of module vexfs cannot tell whether the kernel complained in StoreIT.insert.",
                "IS_COMPLETE | INCONCLUSIVE: the trace of module vexfs cannot tell all that happened in StoreIT.insert.",
            })
    void theFirstLineSaysWhatCannotBeTold(MemoryAssertion assertion, String line) {
        assertThat(FindingText.of(assertion, Findings.cannotTell(Findings.GAP), Findings.window())
                        .lines())
                .startsWith(line);
    }

    @Test
    void whatOnlyLookedHeldIsShownToo() {
        MemoryJudgement judgement = Findings.judgement(
                Verdict.INCONCLUSIVE, Verdict.PASSED, List.of(Findings.LEAK), List.of(), List.of(Findings.GAP));

        assertThat(FindingText.of(NO_LEAKS, judgement, Findings.window()))
                .contains("What looked held, 384 bytes in 3 objects:")
                .contains("vexfs_fault_leak+0x27 (vexfs_faults.c:63)");
    }

    @Test
    void aHeadlineSaysOneObjectInTheSingular() {
        assertThat(FindingText.headline(
                        NO_LEAKS,
                        Findings.leaks(Findings.leak(Findings.LEAK_SITE, 1, 1_234_567, 1, 1)),
                        Findings.window()))
                .isEqualTo("StoreIT.insert leaks 1,234,567 bytes in 1 object of module vexfs.");
    }

    @Test
    void doubleFreesAreCountedThoughTheirLinesWereLost() {
        MemoryJudgement judgement = new MemoryJudgement(
                Verdict.PASSED,
                Verdict.FAILED,
                Verdict.PASSED,
                Verdict.PASSED,
                List.of(),
                List.of(Findings.DOUBLE_FREE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                List.of(),
                new Counts(5, 2, 4, 0, 0, 0, 0, 6, 0, 0, 0, 0),
                MemoryUsage.NONE,
                List.of());

        assertThat(FindingText.of(NO_DOUBLE_FREE, judgement, Findings.window()))
                .startsWith("StoreIT.insert makes module vexfs free memory twice, 4 times.\n")
                .contains("Some events were lost on their way from the kernel, so the detail above may be incomplete;"
                        + " raise bpftrace.ring_pages.");
    }

    @Test
    void aHeadlineOfCompletenessSaysIt() {
        assertThat(FindingText.headline(IS_COMPLETE, Findings.cannotTell(), Findings.window()))
                .isEqualTo("StoreIT.insert was not traced completely.");
    }

    @Test
    void whatIsNotKnownOfADoubleFreeIsSaid() {
        DoubleFree unknown =
                new DoubleFree(0x10, CallSite.unknown(0xabc), 7, 2_500_000_000L, Optional.empty(), Optional.empty());

        assertThat(FindingText.of(NO_DOUBLE_FREE, Findings.freesTwice(unknown), Findings.window()))
                .contains("  0x10 freed again at\n      0xabc\n      by thread 7, 2.50 s after it was freed at\n"
                        + "      (event lost)\n      allocated at\n      (event lost)\n");
    }

    @Test
    void afterTenPlacesTheRestIsCounted() {
        Leak[] leaks = LongStream.rangeClosed(1, 13)
                .mapToObj(i -> Findings.leak(CallSite.unknown(0x1000 + i), 1, 100 - i, 1, 1))
                .toArray(Leak[]::new);

        assertThat(FindingText.of(NO_LEAKS, Findings.leaks(leaks), Findings.window()))
                .contains("0x100a")
                .doesNotContain("0x100b")
                .contains("\n  and at 3 further places\n");
    }

    @Test
    void whySourceLinesAreMissingIsSaid() {
        assertThat(FindingText.of(
                        NO_LEAKS, Findings.leaks(Findings.LEAK), Findings.window("no vexfs.ko below /lib/modules")))
                .contains("\nNo source lines: no vexfs.ko below /lib/modules.\n");
    }
}
