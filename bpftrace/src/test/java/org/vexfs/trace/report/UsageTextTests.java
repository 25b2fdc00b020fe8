package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Percentiles;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.UsageAssertion.Question;
import org.vexfs.trace.analysis.UsageDetails;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.UsageSettings.Tracking;
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
            new MemoryUsage.Vectors(0, 0),
            List.of(),
            0,
            List.of(),
            0,
            new MemoryUsage.Pressure(0, 0),
            new MemoryUsage.OldObjects(0, 0),
            List.of(),
            UsageDetails.NONE);

    private static final UsageDetails DETAILS = new UsageDetails(
            Tracking.ALL,
            List.of(new Alert(Alert.Kind.OUTSTANDING_ALLOCATIONS, 0, 5, "vexfs_insert", 1_200, 1_000, 1_200)),
            1,
            Optional.of(new UsageDetails.Fragmentation(
                    new UsageDetails.Slack("all", 67, 12_345, 16_460),
                    List.of(new UsageDetails.Slack("slab of 128", 20, 2_000, 2_560)),
                    List.of(new UsageDetails.Slack("vexfs_insert", 67, 12_345, 16_460)))),
            Optional.of(new UsageDetails.Patterns(
                    List.of(new UsageDetails.SizeClass(64, 50), new UsageDetails.SizeClass(8_192, 17)),
                    List.of(
                            new UsageDetails.Place(INSERT, 60, 10_000, 64, 8_192, 0),
                            new UsageDetails.Place(IOCTL, 7, 2_345, 335, 335, 20_000_000)))),
            List.of(new UsageDetails.FunctionLifetimes(
                    "vexfs_insert", new Percentiles(60, 1_000_000, 2_000_000, 3_000_000, 4_000_000))),
            Optional.of(new UsageDetails.Buffers(
                    2, 512, 1_500, List.of(new UsageDetails.SizeClass(512, 3), new UsageDetails.SizeClass(256, 2)))),
            Optional.of(new UsageDetails.Dimensions(
                    List.of(new UsageDetails.DimensionUse("vexfs_vector_insert", 128, 2, 1_057)), "")));

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
            new MemoryUsage.Vectors(5, 1_500),
            List.of(new MemoryUsage.Failures(INSERT, 3, 4_096)),
            3,
            List.of(new MemoryUsage.Refusals("vexfs_ioctl", 1)),
            1,
            new MemoryUsage.Pressure(2, 1_500_000),
            new MemoryUsage.OldObjects(1, 100),
            List.of(),
            DETAILS);

    @Test
    void aWindowThatAllocatesNothingIsOneLine() {
        assertThat(UsageSummary.of(MemoryUsage.NONE)).isEqualTo("memory     nothing was allocated");
    }

    @Test
    void onlyWhatThereWasIsTold() {
        assertThat(UsageSummary.of(PLAIN)).isEqualTo("""
                memory     allocated 12,345 bytes in 67 allocations, 67 freed; peak 4,096 bytes, held 0 bytes
                sizes      p50 64, p95 2,048, p99 4,096, max 8,192 bytes
                lifetimes  p50 1.2 ms, p95 2.0 ms, p99 3.00 s, max 4.00 s""");
    }

    @Test
    void everythingHasALineOfItsOwn() {
        assertThat(UsageSummary.of(EVERYTHING)).isEqualTo("""
                memory     allocated 12,345 bytes in 67 allocations, 60 freed; peak 4,096 bytes, held 700 bytes in 7 objects
                sizes      p50 64, p95 2,048, p99 4,096, max 8,192 bytes
                lifetimes  p50 1.2 ms, p95 2.0 ms, p99 3.00 s, max 4.00 s
                           vexfs_insert: 60 x, p50 1.0 ms, p95 2.0 ms, p99 3.0 ms, max 4.0 ms
                slack      4,115 of 16,460 bytes set aside were not asked for, 25.0 %
                           slab of 128: 20 allocations, 560 bytes, 21.9 %
                           vexfs_insert: 67 allocations, 4,115 bytes, 25.0 %
                patterns   sizes up to 64: 50, 8,192: 17
                           60 x 64 to 8,192 bytes, at vexfs_insert+0x1c (store.c:120)
                           7 x 335 bytes, every 20.0 ms, at vexfs_ioctl+0x2d (main.c:40)
                large      2 large allocations
                           2 x 8,192 bytes at most, at vexfs_insert+0x1c (store.c:120), from vexfs_ioctl+0x2d (main.c:40)
                vectors    5 allocations of 1,500 bytes
                buffers    of vectors: peak 1,500 bytes, held 512 bytes in 2 objects; sizes 512: 3, 256: 2
                dimension  128: 2 calls of vexfs_vector_insert allocate 1,057 bytes, 528.5 each
                failures   3 allocations failed
                           3 x 4,096 bytes at most, at vexfs_insert+0x1c (store.c:120)
                ENOMEM     1 return of -ENOMEM
                           1 x by vexfs_ioctl
                pressure   above the threshold 2 times, for 1.5 ms
                old        100 bytes in 1 object held for longer than the leak threshold
                alerts     1 alert
                           the module holds 1,200 objects, most of them for vexfs_insert, threshold 1,000""");
    }

    @ParameterizedTest
    @CsvSource({
        "false, true, '60 freed'",
        "true, false, 'allocated 12,345 bytes in 67 allocations'",
    })
    void whatIsSwitchedOffIsNotTold(boolean allocations, boolean deallocations, String sums) {
        String text = UsageSummary.of(tracking(new Tracking(allocations, deallocations, true)));

        assertThat(text).startsWith("memory     " + sums + "\n").doesNotContain("peak 4,096", " 0 ");
        assertThat(text.contains("sizes")).isEqualTo(allocations);
        assertThat(text.contains("large")).isEqualTo(allocations);
        assertThat(text.contains("lifetimes")).isEqualTo(deallocations);
    }

    @Test
    void whatIsSwitchedOffIsMissingFromTheRecordsAsWell() {
        MemoryJudgement judgement = judgement(tracking(new Tracking(false, false, false)), List.of());
        GivenWindow window = new GivenWindow("StoreIT.insert", "target/1.capture.jsonl");
        RunRecord.Window record = RunRecord.Window.of(window.test(), window, judgement);
        MemoryFigures figures = MemoryFigures.of(window.test(), window, judgement);

        assertThat(TestFigures.of(Optional.of(record), Optional.empty(), Optional.empty(), "1"))
                .doesNotContainKeys(
                        "vexfs.trace.allocations",
                        "vexfs.trace.frees",
                        "vexfs.trace.leakedBytes",
                        "vexfs.trace.leakedObjects");
        assertThat(figures.peakBytes()).isEqualTo(Quantity.UNTOLD);
        assertThat(figures.usage()).noneMatch(line -> line.startsWith("memory"));
    }

    private static MemoryUsage tracking(Tracking tracking) {
        return new MemoryUsage(
                EVERYTHING.allocatedBytes(),
                EVERYTHING.allocations(),
                EVERYTHING.frees(),
                EVERYTHING.heldBytes(),
                EVERYTHING.heldObjects(),
                EVERYTHING.peakBytes(),
                EVERYTHING.sizes(),
                EVERYTHING.lifetimes(),
                EVERYTHING.largest(),
                EVERYTHING.topHolder(),
                EVERYTHING.largeCount(),
                EVERYTHING.large(),
                EVERYTHING.vectors(),
                EVERYTHING.failures(),
                EVERYTHING.failureCount(),
                EVERYTHING.refusals(),
                EVERYTHING.refusalCount(),
                EVERYTHING.pressure(),
                EVERYTHING.old(),
                EVERYTHING.timeline(),
                new UsageDetails(
                        tracking,
                        DETAILS.alerts(),
                        DETAILS.alertCount(),
                        DETAILS.fragmentation(),
                        DETAILS.patterns(),
                        DETAILS.lifetimes(),
                        DETAILS.buffers(),
                        DETAILS.dimensions()));
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
                judgement(usage, gaps),
                new GivenWindow("StoreIT.insert", "target/1.capture.jsonl"));
    }

    private static MemoryJudgement judgement(MemoryUsage usage, List<Gap> gaps) {
        return new MemoryJudgement(
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
                List.of());
    }
}
