package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** What a session that cannot start leaves behind; sessions that can are tested on a real kernel. */
@Timeout(60)
class LiveSessionTests {

    private static final TraceTarget TARGET = new TraceTarget(
            new ModuleSymbols(
                    "vexfs",
                    0xffffffffc0a01000L,
                    0xffffffffc0a09000L,
                    new TreeMap<>(Map.of(0xffffffffc0a01010L, "vexfs_open"))),
            List.of("vexfs_*"),
            Set.of("vexfs_open"),
            new BpftraceVersion(0, 23, 2),
            Set.of("task:task_rename"),
            Set.of(),
            false,
            Set.of(),
            KernelSymbols.NONE);

    @TempDir
    Path folder;

    @Test
    void aBpftraceThatEndsAtOnceIsReportedWithItsError() throws Exception {
        assertUnavailable(
                "echo 'ERROR: tracepoint not found: kmem:nosuch' >&2; exit 1",
                "the trace of 'vexfs' did not start: bpftrace ended with exit code 1: ERROR: tracepoint not found:"
                        + " kmem:nosuch");
    }

    @Test
    @Fault("bpftrace crashes as it starts (SIGSEGV, within a line)")
    void aBpftraceThatCrashesAsItStartsIsReported(FaultOutcome outcome) throws Exception {
        outcome.notJudged(assertUnavailable(
                "printf '{\"type\": \"printf\", \"data\": \"R 2 5\\\\n\"}\\n{\"type\": \"pri'; kill -s SEGV $$",
                "the trace of 'vexfs' did not start: bpftrace ended with exit code 139"));
    }

    @Test
    void aBpftraceThatDoesNotStartItsProgramIsReported() throws Exception {
        assertUnavailable(
                "exec sleep 60",
                "100ms",
                "the trace of 'vexfs' did not start: bpftrace did not start its program within 100 ms");
    }

    @Test
    void aBpftraceThatAnswersNoMarkerIsReported() throws Exception {
        assertUnavailable(
                "printf '%s\\n' '{\"type\": \"printf\", \"data\": \"R 2 5\\n\"}'; exec sleep 60",
                "the trace of 'vexfs' did not start: bpftrace did not answer a marker within 200 ms");
    }

    @Test
    void theOutputUpToTheEndIsInTheCapture() throws Exception {
        assertUnavailable(
                "printf '%s\\n' '{\"type\": \"printf\", \"data\": \"H 5\\n\"}'; exit 3", "the trace of 'vexfs'");

        List<String> lines;
        try (var captures = Files.list(folder.resolve("out"))) {
            lines = Files.readAllLines(captures.findFirst().orElseThrow());
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"type\":\"vexfs-trace\",\"note\":\"header\",\"format\":3,");
        assertThat(lines.get(1)).isEqualTo("{\"type\": \"printf\", \"data\": \"H 5\\n\"}");
        assertThat(lines.get(2))
                .isEqualTo("{\"type\":\"vexfs-trace\",\"note\":\"ended\",\"how\":\"bpftrace ended with exit code 3\"}");
    }

    @Test
    void whatBpftracePrintsIsKeptAsItIsWhereThatIsAskedFor() throws Exception {
        assertUnavailable(
                "printf 'no JSON\\377\\n'; exit 3", "30s", "the trace", "advanced.debug.save_raw_output", "true");

        assertThat(kept(".raw")).hasBinaryContent(new byte[] {'n', 'o', ' ', 'J', 'S', 'O', 'N', (byte) 0xff, '\n'});
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**.bt");
    }

    @Test
    void aVerboseBpftraceIsAskedToSayMoreWhichIsKeptWithItsProgram() throws Exception {
        assertUnavailable("echo given $1 >&2; exit 3", "30s", "the trace", "advanced.debug.verbose_ebpf", "true");

        assertThat(kept(".stderr")).content().startsWith("given -v");
        assertThat(kept(".bt")).content().contains("tracepoint:task:task_rename");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**.raw");
    }

    @Test
    void nothingIsKeptBesideTheCaptureUnlessItIsAskedFor() throws Exception {
        assertUnavailable(
                "echo $1 >&2; exit 3", "the trace of 'vexfs' did not start: bpftrace ended with exit code 3: -f");

        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**{.raw,.bt,.stderr}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProgramIsLoggedForEverybodyWhereDebuggingIsAskedFor(boolean debug) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            assertUnavailable("exit 3", "30s", "the trace", "advanced.debug.debug_mode", String.valueOf(debug));
        } finally {
            System.setErr(before);
        }

        assertThat(logged.toString(StandardCharsets.UTF_8)
                        .contains("INFO org.vexfs.trace.session.LiveSession - bpftrace" + " program:"))
                .isEqualTo(debug);
    }

    private Path kept(String kind) throws IOException {
        try (var files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> file.toString().endsWith(Replay.SUFFIX + kind))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsInTheWayOfATraceIsOneErrorWithEveryRemedy() {
        TraceConfig config = config(folder.resolve("no-bpftrace"), "no_such_module", "30s");

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> LiveSession.start(config))
                .withMessageStartingWith("module 'no_such_module' cannot be traced here:\n  - ")
                .withMessageContaining("  - bpftrace: ")
                .withMessageContaining("  - module: ");
    }

    private String assertUnavailable(String script, String message) throws Exception {
        return assertUnavailable(script, "30s", message);
    }

    private String assertUnavailable(String script, String startTimeout, String message) throws Exception {
        return assertUnavailable(script, startTimeout, message, "module", "vexfs");
    }

    private String assertUnavailable(String script, String startTimeout, String message, String key, String value)
            throws Exception {
        Path bpftrace = Files.writeString(folder.resolve("bpftrace"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(bpftrace, PosixFilePermissions.fromString("rwxr-xr-x"));
        TraceConfig config = config(bpftrace, "vexfs", startTimeout, key, value);

        AtomicReference<String> said = new AtomicReference<>();
        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> LiveSession.start(
                        config,
                        new BpftraceCommand(config.command())
                                .withVerbose(config.advanced().verboseEbpf()),
                        TARGET,
                        folder,
                        killed -> {},
                        (test, alert) -> {}))
                .withMessageStartingWith(message)
                .satisfies(error -> said.set(error.getMessage()));
        assertLockIsFree();
        return said.get();
    }

    private void assertLockIsFree() throws TraceUnavailableException, IOException {
        try (MachineLock lock = MachineLock.acquire(folder, "vexfs", Duration.ZERO)) {
            assertThat(lock).isNotNull();
        }
    }

    private TraceConfig config(Path bpftrace, String module, String startTimeout) {
        return config(bpftrace, module, startTimeout, "module", module);
    }

    private TraceConfig config(Path bpftrace, String module, String startTimeout, String key, String value) {
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace." + key, value);
        return ConfigLoader.load(
                properties,
                folder,
                Map.of(
                        "module",
                        module,
                        "bpftrace.command",
                        bpftrace.toString(),
                        "bpftrace.start_timeout",
                        startTimeout,
                        "bpftrace.answer_timeout",
                        "200ms",
                        "general.output_dir",
                        "out"));
    }
}
