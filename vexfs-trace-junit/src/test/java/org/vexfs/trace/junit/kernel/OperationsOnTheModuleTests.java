package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** What the performance script tells of the module, held to what the module itself counted and measured. */
@KernelTest
@Timeout(1200)
class OperationsOnTheModuleTests {

    private static final String VECTOR = "1 2 3 4 5 6 7 8";

    /** The functions behind the operations that the module counts. */
    private static final Map<String, String> FUNCTIONS = Map.of(
            "insert", "vexfs_vector_insert",
            "update", "vexfs_vector_update",
            "delete", "vexfs_vector_delete",
            "get", "vexfs_vector_get",
            "cache_get", "vexfs_vector_lookup",
            "search", "vexfs_vector_search",
            "read", "vexfs_read",
            "write", "vexfs_write");

    @TempDir
    private static Path folder;

    private static final Map<String, OperationJudgement> LIVE = new HashMap<>();

    private static ModuleSession session;

    private OperationJudgement judgement;

    @BeforeAll
    static void start() throws Exception {
        // Eight busy threads leave little of an emulated CPU to who reads the trace.
        session = ModuleSession.start(folder, Map.of("scripts", "performance", "advanced.ebpf.max_events", "1000"));
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        for (ReplayedWindow window : Replay.ofFolder(folder.resolve("out")).windows()) {
            OperationJudgement live = LIVE.remove(window.test().uniqueId());
            OperationJudgement replayed = window.judgeOperations(TraceWindow.END);
            assertThat(replayed.activity()).isEqualTo(live.activity());
            assertThat(replayed.gaps()).isEqualTo(live.gaps());
            assertThat(calls(replayed)).isEqualTo(calls(live));
        }
        assertThat(LIVE).as("windows that are not in the capture").isEmpty();
    }

    private static Map<String, Long> calls(OperationJudgement judged) {
        return judged.profile().functions().stream()
                .collect(Collectors.toMap(FunctionProfile::name, FunctionProfile::calls));
    }

    @AfterEach
    void clear() throws IOException {
        ExampleModule.command("clear");
    }

    @Test
    void everyOperationIsCountedWithItsErrorsItsBytesAndItsHits() throws Exception {
        ExampleModule.command("fill 100 8 1");
        Map<String, Long> told = trace(() -> ExampleModule.command("mixed 7 2000"));

        assertThat(judgement.gaps()).isEmpty();
        assertCounts(told);
    }

    @Test
    void eightThreadsAreNotMixedUp() throws Exception {
        ExampleModule.command("fill 100 8 1");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Map<String, Long> told;
        try {
            told = trace(() -> {
                List<Future<String>> answers = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    int seed = 100 + thread;
                    answers.add(threads.submit(() -> ExampleModule.command("mixed " + seed + " 10000")));
                }
                StringBuilder all = new StringBuilder();
                for (Future<String> answer : answers) {
                    all.append(answer.get());
                }
                return all.toString();
            });
        } finally {
            threads.shutdown();
        }

        assertThat(judgement.gaps()).as("%s", judgement.activity()).isEmpty();
        assertCounts(told);
        assertThat(judgement.activity().unreturned()).isZero();
    }

    @Test
    void callsWithinCallsOfTheSameFunctionAreKeptApart() throws Exception {
        trace(() -> ExampleModule.command("recurse 5 1000"));

        FunctionProfile recursion = function("vexfs_fault_recurse");
        // Each level waits 1 ms and then calls the next; the deepest does not wait.
        assertThat(recursion.calls()).isEqualTo(6);
        for (int level = 1; level <= 6; level++) {
            assertThat(recursion.latency().rank(level).low())
                    .as("the call with %d below it", level - 1)
                    .isGreaterThanOrEqualTo((level - 1) * 1_000_000L);
        }
    }

    @Test
    void aFunctionThatEndsInAJumpToAnotherIsTimedLikeTheOther() throws Exception {
        trace(() -> ExampleModule.command("tail 500"));

        assertThat(function("vexfs_fault_tail").calls()).isOne();
        assertThat(function("vexfs_fault_tail_end").calls()).isOne();
        assertThat(function("vexfs_fault_tail").latency().max().low())
                .isGreaterThanOrEqualTo(
                        function("vexfs_fault_tail_end").latency().max().low());
        assertThat(judgement.activity().unreturned()).isZero();
    }

    @Test
    void percentilesAreThoseThatTheModuleMeasures() throws Exception {
        ExampleModule.command("fill 10 8 1");
        // 2 % of it are more than the milliseconds for which a busy machine takes an emulated CPU away. That this falls
        // between the trace's clock and the module's is rare: of 200 calls, two may be longer yet before p99 is.
        ExampleModule.command("delay search 150000");
        trace(() -> {
            for (int i = 0; i < 200; i++) {
                ExampleModule.command("search 1 " + VECTOR);
            }
            return "";
        });
        long[] measured = Arrays.stream(
                        ExampleModule.command("durations search").strip().split("\\s+"))
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();

        assertThat(measured).hasSize(200);
        FunctionProfile search = function("vexfs_vector_search");
        assertThat(search.calls()).isEqualTo(200);
        for (int percentile : new int[] {50, 90, 99}) {
            double truth = measured[2 * percentile - 1];
            assertThat((double) search.latency().percentile(percentile).low())
                    .as("p%d", percentile)
                    .isCloseTo(truth, within(0.02 * truth));
        }
        assertThat(verdict(OperationAssertion.percentileLatencyBelow("vexfs_vector_search", 99, 1_000_000)))
                .isEqualTo(Verdict.FAILED);
        assertThat(verdict(OperationAssertion.percentileLatencyBelow("vexfs_vector_search", 99, 60_000_000_000L)))
                .isEqualTo(Verdict.PASSED);
        assertThat(verdict(OperationAssertion.percentileLatencyBelow("vexfs_vector_search", 99.9, 60_000_000_000L)))
                .as("200 calls say nothing of the slowest of a thousand")
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aLockIsHeldAsLongAsTheModuleSays() throws Exception {
        double nearest = Double.MAX_VALUE;
        for (int hold = 0; hold < 5; hold++) {
            Map<String, Long> told = trace(() -> ExampleModule.command("hold_lock 20000"));
            double held = told.get("held_ns");
            double traced = judgement.profile().all().locks().holds().max().low();
            assertThat(traced).isGreaterThanOrEqualTo(held);
            nearest = Math.min(nearest, (traced - held) / held);
        }
        // The CPU may be taken away between the module's clock and the trace's, but not each time.
        assertThat(nearest).isLessThan(0.1);
        assertThat(verdict(OperationAssertion.of(Question.LOCK_HOLD_BELOW, "*", 1_000_000)))
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void waitsForALockAreToldByTheModulesFunctionAndByTheKernel() throws Exception {
        Map<String, Long> told = trace(() -> ExampleModule.command("contend 3 20000"));

        assertThat(told).containsEntry("waited", 3L);
        assertThat(judgement.activity().contentions()).isEqualTo(3);
        assertThat(function("vexfs_lock_store").locks().contentions().count()).isEqualTo(3);
        assertThat(verdict(OperationAssertion.of(Question.NO_LOCK_CONTENTION, "*")))
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void eachErrorIsCountedByItsCode() throws Exception {
        ExampleModule.command("fail search ENOMEM 3");
        ExampleModule.command("fail read EIO 2");
        ExampleModule.command("fail insert EINVAL 4");
        trace(() -> {
            refused(3, "search 1 " + VECTOR);
            refused(2, "read 1");
            refused(4, "insert 1 " + VECTOR);
            return "";
        });

        assertThat(function("vexfs_vector_search").errors()).isEqualTo(Map.of(12, 3L));
        assertThat(function("vexfs_read").errors()).isEqualTo(Map.of(5, 2L));
        assertThat(function("vexfs_vector_insert").errors()).isEqualTo(Map.of(22, 4L));
        assertThat(verdict(OperationAssertion.of(Question.NO_ERRORS, "vexfs_read")))
                .isEqualTo(Verdict.FAILED);
        assertThat(verdict(OperationAssertion.of(Question.NO_ERRORS, "vexfs_lock_*")))
                .as("a function that returns nothing has no error")
                .isNotEqualTo(Verdict.FAILED);
    }

    @Test
    void aWindowWithoutACallIsInconclusive() throws Exception {
        trace(() -> "");

        assertThat(judgement.completeness()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(OperationAssertion.percentileLatencyBelow("*", 99, 1_000_000_000)))
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause()).startsWith("the module was not exercised"));
    }

    /** Traces what a body does, and gives the numbers of its answer, those of one name added up. */
    private Map<String, Long> trace(Callable<String> body) throws Exception {
        String name = "window " + LIVE.size();
        LiveWindow window = session.open(name);
        String answer = body.call();
        judgement = window.close().operations().orElseThrow();
        LIVE.put(name, judgement);
        Map<String, Long> numbers = new HashMap<>();
        answer.lines()
                .map(line -> line.split("="))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> numbers.merge(pair[0], Long.valueOf(pair[1]), Long::sum));
        return numbers;
    }

    private void assertCounts(Map<String, Long> told) {
        FUNCTIONS.forEach((operation, name) -> {
            FunctionProfile function = function(name);
            assertThat(function.calls())
                    .as("calls of %s, of which %d were added up", name, function.totalled())
                    .isEqualTo(told.get(operation));
            assertThat(function.errorCount()).as("errors of %s", name).isEqualTo(told.get(operation + "_errors"));
        });
        for (String moving : List.of("read", "write")) {
            assertThat(function(FUNCTIONS.get(moving)).moved())
                    .as("bytes of %s", moving)
                    .isEqualTo(told.get(moving + "_returned"));
        }
        assertThat(judgement.profile().all().cache().hits()).isEqualTo(told.get("cache_get_hits"));
    }

    private FunctionProfile function(String name) {
        return judgement.profile().function(name).orElseThrow(() -> new AssertionError(name + " was not called"));
    }

    private Verdict verdict(OperationAssertion assertion) {
        return assertion.verdict(judgement);
    }

    private static void refused(int times, String command) {
        for (int i = 0; i < times; i++) {
            assertThatIOException().isThrownBy(() -> ExampleModule.command(command));
        }
    }
}
