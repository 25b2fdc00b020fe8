package org.vexfs.trace.report.html;

import java.util.List;
import java.util.Random;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.ComparisonRules;
import org.vexfs.trace.report.RecordedBaseline;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.GivenOperations;

/** The tests of a run that has something of everything that the page shows. */
final class SampleRun {

    static final Environment ELSEWHERE = new Environment(
            "7.0.4", "amd64", "Intel Xeon Gold 6338", "qemu", "vexfs", "A1B2C3D4E5F60718293A4B5", "0.23.2");

    private static final long LOCK = 0xffff888000001000L;

    private SampleRun() {}

    static List<TestRun> tests() {
        return List.of(
                passes().run(),
                leaks().run(),
                isSlow().run(),
                freesTwice().run(),
                new GivenRun("org.vexfs.trace.example.StoreIT", "misses")
                        .holds(0, 96)
                        .isIncomplete()
                        .says("INCONCLUSIVE: whether StoreIT.misses leaks cannot be told.\n"
                                + "Cause: the kernel skipped 12 allocations.\n"
                                + "What to do: trace fewer functions.")
                        .run(),
                new GivenRun("org.vexfs.trace.example.CrashIT", "neverReturns").unfinished(),
                new GivenRun("org.vexfs.trace.example.StoreIT", "needsAnotherKernel")
                        .endsAs("ABORTED")
                        .run());
    }

    /** Gives tests that stand against the baseline in every way there is. */
    static List<ComparedRun> comparedTests() {
        Baseline before = RecordedBaseline.of(
                        Baseline.NONE,
                        List.of(
                                timed("isSlower", 1_000, 1_000_000)
                                        .holds(0, 8_192, 0)
                                        .run(),
                                timed("isAsFast", 1_000, 1_000_000).run(),
                                timed("isFaster", 1_000, 1_000_000).run(),
                                timed("isCalledSeldom", 1_000, 1_000_000).run(),
                                timed("ranElsewhere", 1_000, 1_000_000)
                                        .in(ELSEWHERE)
                                        .run()),
                        false,
                        false)
                .baseline();
        return ComparedRun.of(
                List.of(
                        timed("isAsFast", 1_000, 1_000_000).run(),
                        timed("isFaster", 1_000, 800_000).run(),
                        timed("isCalledSeldom", 100, 1_000_000).run(),
                        timed("ranElsewhere", 1_000, 1_200_000).run(),
                        timed("isNew", 1_000, 1_000_000).run(),
                        timed("isIncomplete", searches(1_000, 1_000_000).loses(3))
                                .run(),
                        timed("isSlower", 1_000, 1_200_000).holds(0, 12_288, 0).run()),
                before,
                ComparisonRules.parse("50,99", "1%", "5%", List.of()));
    }

    private static GivenRun timed(String name, int calls, long nanos) {
        return timed(name, searches(calls, nanos));
    }

    private static GivenRun timed(String name, GivenOperations operations) {
        return new GivenRun("org.vexfs.trace.example.SearchIT", name).calls(operations);
    }

    /** Gives calls whose times lie evenly between 90 and 110 % of the one given. */
    private static GivenOperations searches(int calls, long nanos) {
        GivenOperations searches = new GivenOperations();
        for (int i = 0; i < calls; i++) {
            searches.calls("vexfs_search", nanos * 9 / 10 + nanos * i / (5L * calls), 0);
        }
        return searches;
    }

    static GivenRun passes() {
        return new GivenRun("org.vexfs.trace.example.StoreIT", "insertsAndClears")
                .holds(0, 128, 256, 1024, 2048, 4096, 3072, 2048, 0);
    }

    static GivenRun leaks() {
        return new GivenRun("org.vexfs.trace.example.LeakyIT", "losesThreeObjects")
                .holds(0, 128, 512, 4096, 16_384, 12_000, 9_000, 2_432)
                .leaks(
                        2,
                        2048,
                        "vexfs_hnsw_insert+0x1a4 (examples/module/vexfs_hnsw.c:212)",
                        "vexfs_vector_insert+0x88 (examples/module/vexfs_vector.c:97)",
                        "command_run+0x92 (examples/module/vexfs_command.c:445)",
                        "vexfs_dev_write+0xed (examples/module/vexfs_main.c:136)",
                        "vfs_write+0xf8")
                .leaks(
                        1,
                        384,
                        "vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:52)",
                        "faults_run+0x202 (examples/module/vexfs_faults.c:288)",
                        "command_run+0x92 (examples/module/vexfs_command.c:445)",
                        "vexfs_dev_write+0xed (examples/module/vexfs_main.c:136)",
                        "vfs_write+0xf8")
                .leaksWhatIsSuppressed(1, 64, "vexfs_init+0x10")
                .says("LeakyIT.losesThreeObjects leaks 2,432 bytes in 3 objects of module vexfs.\n\n"
                        + "  2,048 bytes in 2 objects allocated at\n"
                        + "      vexfs_hnsw_insert+0x1a4 (examples/module/vexfs_hnsw.c:212)\n"
                        + "      vexfs_vector_insert+0x88 (examples/module/vexfs_vector.c:97)\n\n"
                        + "What to do: free them on every way out of the function named, or where their owner goes.\n"
                        + "Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
    }

    static GivenRun isSlow() {
        return isSlow(1);
    }

    /** Gives a test whose searches take so many times as long. */
    static GivenRun isSlow(double factor) {
        GivenOperations calls = new GivenOperations();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            calls.calls("vexfs_hnsw_search", Math.round(factor * nanos(random, 180_000)), 10);
            calls.calls("vexfs_lsh_search", Math.round(factor * nanos(random, 420_000)), i % 40 == 0 ? -12 : 10);
            calls.calls("vexfs_cache_get", nanos(random, 2_000), i % 5 == 0 ? 0 : 1);
            if (i % 8 == 0) {
                calls.calls("vexfs_lock_store", i % 16 == 0 ? 3_000_000 : 4_000, 0, LOCK)
                        .idles(2_000_000)
                        .calls("vexfs_unlock_store", 1_000, 0, LOCK);
            }
        }
        return new GivenRun("org.vexfs.trace.example.SearchIT", "searchIsFastEnough")
                .calls(calls)
                .endsAs("FAILED");
    }

    static GivenRun freesTwice() {
        return new GivenRun("org.vexfs.trace.example.FaultIT", "freesTwice")
                .freesTwice(
                        "vexfs_fault_double_free+0x20 (examples/module/vexfs_faults.c:120)",
                        "vexfs_fault_double_free+0x10 (examples/module/vexfs_faults.c:118)")
                .warns(
                        "kernel BUG at mm/slub.c:553!",
                        "Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI",
                        "CPU: 0 UID: 0 PID: 250 Comm: java Tainted: G           OE      6.12.57+deb13-amd64",
                        "RIP: 0010:kfree+0x2f1/0x350",
                        "Call Trace:",
                        " <TASK>",
                        " vexfs_fault_double_free+0x2c/0x40 [vexfs]",
                        " faults_run+0x202/0x2a0 [vexfs]")
                .says("FaultIT.freesTwice frees one object of module vexfs twice.");
    }

    /** Times spread over a decade or two, as those of a real function are. */
    static long nanos(Random random, long median) {
        return Math.round(median * Math.exp(0.5 * random.nextGaussian()));
    }
}
