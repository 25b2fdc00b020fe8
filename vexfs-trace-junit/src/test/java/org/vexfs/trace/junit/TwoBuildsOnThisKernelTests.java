package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** Two builds that trace the same module of one machine at the same time. */
@BpftraceTest
@Timeout(180)
class TwoBuildsOnThisKernelTests {

    @TempDir
    private Path folder;

    @Test
    @Fault("two builds trace one module at once")
    void theSecondWaitsForTheFirstAndSaysSoAndEachIsBlamedForItsOwn(FaultOutcome outcome) throws Exception {
        try (TestJvm first = start("first", 1, "60s")) {
            first.await("holds 1");
            try (TestJvm second = start("second", 2, "60s")) {
                String waiting = awaitWarning("second");
                assertThat(waiting)
                        .contains("waiting up to 60 s for process " + first.pid() + " in ")
                        .endsWith(", which traces the same module");
                outcome.notJudged("the second: " + waiting.substring(waiting.indexOf("waiting up to"))
                        + "; then each build is judged for its own");

                first.go();
                assertThat(first.await()).isZero();
                second.await("holds 2");
                second.go();
                assertThat(second.await()).isZero();
            }
        }
        assertThat(leaked("first")).isEqualTo(1);
        assertThat(leaked("second")).isEqualTo(2);
    }

    @Test
    @Fault("two builds trace one module at once, and the first takes too long")
    void theSecondGivesUpAndNamesTheFirst(FaultOutcome outcome) throws Exception {
        try (TestJvm first = start("first", 1, "60s")) {
            first.await("holds 1");
            try (TestJvm second = start("second", 2, "500ms")) {
                assertThat(second.await("failure "))
                        .contains("the module is traced by process " + first.pid() + " in ")
                        .contains("Remedy: let it end, or raise bpftrace.lock_timeout.")
                        .satisfies(outcome::notJudged);
            }
            first.go();
            assertThat(first.await()).isZero();
        }
        assertThat(leaked("first")).isEqualTo(1);
        assertThat(RunRecords.read(folder.resolve("second/target/vexfs-trace"), 0))
                .isEmpty();
    }

    /** Both have the folder of their locks in common, as two builds of one machine do. */
    private TestJvm start(String build, int objects, String patience) throws IOException {
        Map<String, String> properties = new HashMap<>(HostKernel.properties());
        properties.put("vexfs.trace.bpftrace.lock_timeout", patience);
        properties.put(HostKernel.LOCKS, folder.toString());
        properties.put(HoldingTestCases.OBJECTS, Integer.toString(objects));
        return TestJvm.start(
                List.of(),
                TestJvm.classPath(),
                properties,
                HoldingTestCases.class,
                Files.createDirectories(folder.resolve(build)));
    }

    private String awaitWarning(String build) throws Exception {
        Path errors = folder.resolve(build).resolve("errors.txt");
        while (true) {
            for (String line : Files.readAllLines(errors)) {
                if (line.contains("waiting up to")) {
                    return line;
                }
            }
            Thread.sleep(50);
        }
    }

    private long leaked(String build) throws IOException {
        List<TestRun> runs = RunRecords.read(folder.resolve(build).resolve("target/vexfs-trace"), 0);
        assertThat(runs).hasSize(1);
        return runs.get(0).window().orElseThrow().leakedObjects();
    }
}
