package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.manager.Manager.Answer;

@Timeout(60)
class StatusCommandTests {

    @TempDir
    private Path folder;

    private Path results;
    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
        results = folder.resolve("results");
    }

    @Test
    void anEmptyMachineSaysSoInASentence() {
        assertThat(manager.run("status"))
                .isEqualTo(new Answer(
                        0, "No trace is running on this machine, and there are no results in results.\n", ""));
    }

    @Test
    void aRunningTraceIsToldWithWhatItDoes() throws Exception {
        try (TraceProcess process = TraceProcess.start();
                RunningTraces.Entry entry = manager.running.register(process.trace(Path.of("/var/results")))) {
            entry.progress(12_345, 0);

            assertThat(status()).isEqualTo("""
                    Running traces:
                      process %d of %s since 2026-11-28T14:30:15Z
                        script   memory
                        module   vexfs
                        output   /var/results/vexfs_memory_trace_20261128_143015.txt
                        capture  /var/results/vexfs_memory_trace_20261128_143015.capture.jsonl
                        events   12,345
                        lost     none

                    There are no results in RESULTS.
                    """.formatted(process.pid(), user()));
        }
    }

    @Test
    void whatWasLostIsTold() throws Exception {
        try (TraceProcess process = TraceProcess.start();
                RunningTraces.Entry entry = manager.running.register(process.trace(results))) {
            entry.progress(12_345, 1_067);

            assertThat(status()).contains("    lost     1,067\n");
        }
    }

    @Test
    void whatAnotherUserWroteDoesNotReachTheTerminalAsCommands() throws Exception {
        try (TraceProcess process = TraceProcess.start()) {
            manager.running.register(new RunningTrace(
                    process.pid(), "", "\u001b[31mroot", "mem\nory", "\u009b2J", "\u202etxt", "c", "\u0007", 0, 0));

            assertThat(status())
                    .doesNotContain("\u001b", "mem\n", "\u009b", "\u202e", "\u0007")
                    .contains("mem?ory");
        }
    }

    @Test
    void resultsAreListedNewestFirstWithTheirSizes() throws IOException {
        file("vexfs_kernel_trace_20261127_235959.txt", 24_576);
        file("vexfs_memory_trace_20261128_143015.txt", 310);
        file("vexfs_memory_trace_20261128_143015.capture.jsonl", 1_234_567);
        file("vexfs_memory_trace_20261128_143015.kernel.log", 0);
        file("vexfs_memory_trace_20261399_143015.txt", 1);
        file("notes.txt", 1);

        assertThat(status()).isEqualTo("""
                No trace is running on this machine.

                Results in RESULTS, newest first:
                        310 bytes  vexfs_memory_trace_20261128_143015.txt
                          0 bytes  vexfs_memory_trace_20261128_143015.kernel.log
                  1,234,567 bytes  vexfs_memory_trace_20261128_143015.capture.jsonl
                     24,576 bytes  vexfs_kernel_trace_20261127_235959.txt
                """);
    }

    @Test
    void ofManyResultsTheNewestTenAreListedUnlessAllAreAskedFor() throws IOException {
        for (int second = 10; second < 22; second++) {
            file("vexfs_custom_trace_20261128_1430" + second + ".txt", 1);
        }

        assertThat(status())
                .contains("_143021.txt", "_143012.txt")
                .doesNotContain("_143011.txt")
                .endsWith("Older ones: 2; 'vexfs_trace_manager.sh status --verbose' shows them.\n");
        assertThat(status("-v")).contains("_143011.txt", "_143010.txt").doesNotContain("Older");
    }

    @Test
    void quietGivesTheNumbersOfTheProcesses() throws Exception {
        try (TraceProcess process = TraceProcess.start()) {
            manager.running.register(process.trace(results));

            assertThat(status("-q")).isEqualTo(process.pid() + "\n");
        }
    }

    @Test
    void jsonHasTheSameForPrograms() throws Exception {
        file("vexfs_kernel_trace_20261127_235959.txt", 24_576);
        try (TraceProcess process = TraceProcess.start();
                RunningTraces.Entry entry = manager.running.register(process.trace(results))) {
            entry.progress(12_345, 6);

            JsonNode json = new ObjectMapper().readTree(status("--format=json"));

            assertThat(json.at("/running/0/pid").asLong()).isEqualTo(process.pid());
            assertThat(json.at("/running/0/user").asText()).isEqualTo(user());
            assertThat(json.at("/running/0/since").asText()).isEqualTo("2026-11-28T14:30:15Z");
            assertThat(json.at("/running/0/script").asText()).isEqualTo("memory");
            assertThat(json.at("/running/0/events").asLong()).isEqualTo(12_345);
            assertThat(json.at("/running/0/lost").asLong()).isEqualTo(6);
            assertThat(json.at("/results/0/script").asText()).isEqualTo("kernel");
            assertThat(json.at("/results/0/began").asText()).isEqualTo("2026-11-27T23:59:59");
            assertThat(json.at("/results/0/files/0/bytes").asLong()).isEqualTo(24_576);
        }
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Answer answer = manager.run("status", "-o", file.toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .startsWith("vexfs_trace_manager.sh: --output is '" + file
                        + "', which cannot be read (NotDirectoryException); expected a folder of results\n");
    }

    /** The user of the trace, whom only root may name. */
    private static String user() {
        String self = System.getProperty("user.name");
        return self.equals("root") ? "alice" : self;
    }

    private String status(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "status";
        arguments[1] = "-o";
        arguments[2] = results.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        Answer answer = manager.withColumns("160").run(arguments);
        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        return answer.out().replace(results.toString(), "RESULTS");
    }

    private void file(String name, int bytes) throws IOException {
        Files.write(Files.createDirectories(results).resolve(name), new byte[bytes]);
    }
}
