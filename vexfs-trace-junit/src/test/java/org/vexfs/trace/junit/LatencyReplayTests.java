package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.support.ReflectionSupport;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecords;

/** What tests expect and assert of latency, from captures of a hundred searches that took 1 to 100 ms. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LatencyReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");
    private static final String START = "vx00000c0000001";
    private static final String END = "vx00000c0000002";

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void nameOutput() {
        output = folder.resolve("target/vexfs-trace");
    }

    @Test
    void aPercentileAboveItsLimitFailsTheTestThatExpectsIt() throws IOException {
        record("tooSlow", "window");

        assertThat(replay().failure("tooSlow"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("p99 of vexfs_vector_search is 99.")
                .hasMessageContaining(" over 100 calls of module vexfs in Searches.tooSlow; expected below 50 ms.")
                .hasMessageContaining("the slowest calls");
    }

    @ParameterizedTest
    @CsvSource({"tooSlow, window", "asserts, 'operationCount(vexfs_vector_search,99)'", "notCaptured, window"})
    void whatFailsOutsideOfTheTestsMethodPointsAtItsSource(String test, String assertion) throws IOException {
        record(test.equals("notCaptured") ? "fastEnough" : test, assertion);

        assertThat(replay().failure(test).getStackTrace()[0])
                .hasToString(TestFrame.of(ReflectionSupport.findMethod(Searches.class, test)
                                .orElseThrow())
                        .toString())
                .asString()
                .matches("\\S+LatencyReplayTests\\$Searches\\." + test + "\\(LatencyReplayTests\\.java:\\d+\\)");
    }

    @Test
    void aPercentileBelowItsLimitPasses() throws IOException {
        record("fastEnough", "window");

        replay().assertSucceeded("fastEnough");
    }

    @Test
    void aPercentileOfTooFewCallsIsInconclusive() throws IOException {
        record("tooFew", "window");

        assertThat(replay().failure("tooFew"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageStartingWith("INCONCLUSIVE: ")
                .hasMessageContaining("100 calls are too few");
    }

    @Test
    void whatWasAssertedLiveIsAskedAgain() throws IOException {
        record("asserts", "operationCount(vexfs_vector_search,99)");

        assertThat(replay().failure("asserts"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageContaining("100 calls");
    }

    @Test
    void leaksCannotBeExpectedOfATestThatDoesNotTraceMemory() throws IOException {
        record("expectsNoLeaks", "window");

        assertThat(replay().failure("expectsNoLeaks"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("Remedy: add MEMORY to @TraceVexfs(script = ...)");
    }

    @Test
    void theRecordSaysWhatTheOperationsCameTo() throws IOException {
        record("fastEnough", "window");
        replay();

        assertThat(RunRecords.read(output, 0))
                .filteredOn(run -> run.started().methodName().equals("fastEnough"))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.verdict()).isEqualTo(Verdict.PASSED);
                    assertThat(run.window()).isEmpty();
                    assertThat(run.operations()).hasValueSatisfying(operations -> {
                        assertThat(operations.calls()).isEqualTo(100);
                        assertThat(operations.functions()).singleElement().satisfies(search -> {
                            assertThat(search.function()).isEqualTo("vexfs_vector_search");
                            assertThat(search.max()).isEqualTo(100_000_000);
                        });
                    });
                });
    }

    @Test
    void thePercentilesArePublishedWithTheNumberOfCalls() throws IOException {
        record("fastEnough", "window");

        assertThat(replay().entries("fastEnough"))
                .containsEntry("vexfs.trace.verdict", "PASSED")
                .containsEntry("vexfs.trace.calls", "100")
                .containsEntry("vexfs.trace.vexfs_vector_search.calls", "100")
                .hasEntrySatisfying(
                        "vexfs.trace.vexfs_vector_search.p50Nanos",
                        nanos -> assertThat(Double.parseDouble(nanos)).isCloseTo(50e6, withinPercentage(0.1)))
                .hasEntrySatisfying(
                        "vexfs.trace.vexfs_vector_search.p99Nanos",
                        nanos -> assertThat(Double.parseDouble(nanos)).isCloseTo(99e6, withinPercentage(0.1)))
                .doesNotContainKey("vexfs.trace.leaks");
    }

    private JupiterRun replay() {
        return JupiterRun.of(Searches.class, folder, REPLAY);
    }

    /** Writes the capture of a hundred searches, which took 1 ms, 2 ms and so on, and were judged under some names. */
    private void record(String method, String... assertions) throws IOException {
        String uniqueId = "[engine:junit-jupiter]/[class:" + Searches.class.getName() + "]/[method:" + method + "()]";
        List<String> lines = new ArrayList<>();
        lines.add(note("header", """
                "format":3,"created":"2026-11-23T12:00:00Z","module":"vexfs","kernel":"6.12","bpftrace":"0.23.2",\
                "textStart":"ffffffffc0a00000","textEnd":"ffffffffc0a10000","functions":{},"sourcesMissing":"",\
                "scripts":["PERFORMANCE"],"traced":["vexfs_vector_search"],"contentionTraced":true"""));
        lines.add(note("opened", """
                "window":"%s","uniqueId":"%s","displayName":"Searches.%s","attempt":1,"attribution":"MODULE",\
                "indirect":"FAIL","scripts":["PERFORMANCE"]""".formatted(START, uniqueId, method)));
        lines.add(note("operations_measured", """
                "window":"%s","settings":{"categories":{"search":["vexfs_*search"]},"dimensionArguments":[],\
                "sizeArguments":[],"slow":1000000,"longHold":1000000,"longWait":100000,"fewestSamples":1,\
                "alertInterval":5000000000,"alertFewestCalls":20,"highLatency":1000000000000,"lowHitRate":50,\
                "highErrorRate":5,"highContention":20}""".formatted(START)));
        lines.add(printf("T 1000 246 250 " + START + " 0 0 0 0 0 0 0"));
        long now = 1_000;
        for (int call = 1; call <= 100; call++) {
            long nanos = call * 1_000_000L;
            lines.add(printf("O " + ++now + " 246 250 0 vexfs_vector_search " + nanos + " 1 0 0 0 0 0"));
            now += nanos;
        }
        lines.add(printf("T " + ++now + " 246 250 " + END + " 100 100 0 0 0 0 0"));
        for (String assertion : assertions) {
            lines.add(judged(assertion));
        }
        if (!List.of(assertions).contains("window")) {
            lines.add(judged("window"));
        }
        Files.write(Files.createDirectories(output).resolve("live.capture.jsonl"), lines);
    }

    private static String judged(String assertion) {
        return note(
                "operations_judged",
                "\"window\":\"" + START + "\",\"assertion\":\"" + assertion + "\",\"end\":\"" + END
                        + "\",\"death\":\"\"");
    }

    private static String note(String type, String fields) {
        return "{\"type\":\"vexfs-trace\",\"note\":\"" + type + "\"," + fields + "}";
    }

    private static String printf(String line) {
        return "{\"type\": \"printf\", \"data\": \"" + line + "\\n\"}";
    }

    @TraceVexfs(script = Script.PERFORMANCE)
    static class Searches {

        @Test
        @ExpectLatency(operation = "vexfs_vector_search", p50 = "1s", p99 = "50ms")
        void tooSlow() {}

        @Test
        @ExpectLatency(operation = "vexfs_vector_search", p50 = "60ms", p99 = "200ms")
        void fastEnough() {}

        @Test
        @ExpectLatency(operation = "vexfs_vector_search", p999 = "1s")
        void tooFew() {}

        @Test
        void asserts() {}

        @Test
        void notCaptured() {}

        @Test
        @ExpectNoLeaks
        void expectsNoLeaks() {}
    }
}
