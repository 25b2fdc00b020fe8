package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.manager.Manager.Answer;

@Timeout(60)
class StopCommandTests {

    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    @TempDir
    private Path folder;

    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder).withColumns("160");
    }

    @Test
    void whereNothingRunsThatIsSaid() {
        assertThat(manager.run("stop")).isEqualTo(new Answer(0, "No trace is running on this machine.\n", ""));
    }

    @Test
    void allRunningTracesAreEnded() throws Exception {
        try (TraceProcess one = TraceProcess.start();
                TraceProcess other = TraceProcess.start()) {
            manager.running.register(one.trace(folder));
            manager.running.register(other.trace(folder));

            Answer answer = manager.run("stop");

            assertThat(answer.status()).isZero();
            assertThat(answer.err()).isEmpty();
            assertThat(answer.out().lines())
                    .hasSize(2)
                    .allMatch(line ->
                            line.matches("Ended process \\d+ of \\S+ \\(memory of module vexfs\\) after [\\d.]+ [mu]?s,"
                                    + " with its result: .*/vexfs_memory_trace_20261128_143015.txt"))
                    .anyMatch(line -> line.contains(" " + one.pid() + " "))
                    .anyMatch(line -> line.contains(" " + other.pid() + " "));
            assertThat(one.signal()).isEqualTo(SIGTERM);
            assertThat(other.signal()).isEqualTo(SIGTERM);
            assertThat(manager.running.running()).isEmpty();
        }
    }

    @Test
    void aTraceHasItsTimeToWriteItsReport() throws Exception {
        Path report = folder.resolve("report");
        try (TraceProcess process = TraceProcess.reportingTo(report)) {
            manager.running.register(process.trace(folder));

            assertThat(manager.run("stop").out()).startsWith("Ended process " + process.pid());
            assertThat(report).hasContent("report");
            assertThat(process.signal()).isZero();
        }
    }

    @Test
    void whatDoesNotEndInTimeIsKilled() throws Exception {
        try (TraceProcess process = TraceProcess.deaf()) {
            manager.running.register(process.trace(folder));

            Answer answer = manager.run("stop", "--timeout", "0");

            assertThat(answer.status()).isZero();
            assertThat(answer.out())
                    .startsWith("Killed process " + process.pid())
                    .containsIgnoringWhitespaces("; its result may be cut off: " + folder);
            assertThat(process.signal()).isEqualTo(SIGKILL);
            assertThat(folder.resolve("vexfs-trace-" + process.pid() + ".json")).doesNotExist();
        }
    }

    @Test
    void aReusedPidIsLeftAlone() throws Exception {
        try (TraceProcess process = TraceProcess.start()) {
            manager.running.register(process.trace(folder));
            Path entry = folder.resolve("vexfs-trace-" + process.pid() + ".json");
            Files.writeString(entry, Files.readString(entry).replaceFirst("\"\\d+ ticks", "\"12 ticks"));

            assertThat(manager.run("stop")).isEqualTo(new Answer(0, "No trace is running on this machine.\n", ""));
            assertThat(process.signalSoFar()).isZero();
        }
    }

    /** Between two looks at the process, its number went to another. */
    @Test
    void aPidThatIsReusedWhileTheTraceIsStoppedIsLeftAlone() throws Exception {
        try (TraceProcess process = TraceProcess.start()) {
            RunningTrace trace = process.trace(folder).withPlace("12 ticks after boot 0", "a.txt", "a.capture.jsonl");
            Stopping stopping = new Stopping(trace, new ProcessIdentity(process.pid(), trace.processStart(), 0));

            stopping.terminate();
            stopping.kill();

            assertThat(stopping.over()).isTrue();
            assertThat(stopping.ended()).isTrue();
            assertThat(process.signalSoFar()).isZero();
        }
    }

    @Test
    void aProcessThatAnotherUserNamedIsLeftAlone() throws Exception {
        TraceProcess.assumeRoot();
        try (TraceProcess process = TraceProcess.start()) {
            manager.running.register(process.trace(folder));
            giveToNobody(process);

            assertThat(manager.run("stop").out()).isEqualTo("No trace is running on this machine.\n");
            assertThat(process.signalSoFar()).isZero();
        }
    }

    @Test
    void whoHasNoRightsOnATraceIsToldAndTheStatusIs2() throws Exception {
        try (TraceProcess others = TraceProcess.ofNobody();
                TraceProcess own = TraceProcess.start()) {
            manager.running.register(others.trace(folder));
            manager.running.register(own.trace(folder));
            giveToNobody(others);

            Answer answer = WeakRoot.run("kill", folder, "stop");

            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.err())
                    .contains("vexfs_trace_manager.sh: cannot end process " + others.pid()
                            + " of nobody (memory of module vexfs): its process belongs to another user."
                            + " Remedy: run this as root.");
            assertThat(answer.out()).startsWith("Ended process " + own.pid()).hasLineCount(1);
            assertThat(others.signalSoFar()).isZero();
            assertThat(own.signal()).isEqualTo(SIGTERM);
        }
    }

    @Test
    void jsonHasTheSameForPrograms() throws Exception {
        try (TraceProcess process = TraceProcess.start();
                TraceProcess deaf = TraceProcess.deaf()) {
            manager.running.register(process.trace(folder));
            manager.running.register(deaf.trace(folder));

            JsonNode json = new ObjectMapper()
                    .readTree(manager.run("stop", "--format", "json", "--timeout", "1")
                            .out());

            assertThat(json.at("/stopped")).hasSize(2).anySatisfy(stopped -> {
                assertThat(stopped.path("pid").asLong()).isEqualTo(process.pid());
                assertThat(stopped.path("how").asText()).isEqualTo("ended");
            });
            assertThat(json.at("/stopped")).anySatisfy(stopped -> {
                assertThat(stopped.path("pid").asLong()).isEqualTo(deaf.pid());
                assertThat(stopped.path("how").asText()).isEqualTo("killed");
            });
        }
    }

    @Test
    void quietSaysNothingOfWhatItEnds() throws Exception {
        try (TraceProcess process = TraceProcess.start()) {
            manager.running.register(process.trace(folder));

            assertThat(manager.run("stop", "-q")).isEqualTo(new Answer(0, "", ""));
            assertThat(process.signal()).isEqualTo(SIGTERM);
        }
    }

    @Test
    void aTimeoutBelowNothingIsRefused() {
        assertThat(manager.run("stop", "--timeout=-1").err())
                .startsWith("vexfs_trace_manager.sh: --timeout is -1; expected a number of seconds, 0 or more\n");
    }

    @Test
    void aWrongConfigurationIsRefused() {
        assertThat(manager.run("stop", "-Dvexfs.trace.modul=a").status()).isOne();
    }

    private void giveToNobody(TraceProcess process) throws IOException {
        Files.setAttribute(
                folder.resolve("vexfs-trace-" + process.pid() + ".json"),
                "unix:uid",
                TraceProcess.NOBODY,
                LinkOption.NOFOLLOW_LINKS);
    }
}
