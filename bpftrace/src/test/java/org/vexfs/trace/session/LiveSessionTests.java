package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;

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
    void whatIsInTheWayOfATraceIsOneErrorWithEveryRemedy() {
        TraceConfig config = config(folder.resolve("no-bpftrace"), "no_such_module", "30s");

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> LiveSession.start(config))
                .withMessageStartingWith("module 'no_such_module' cannot be traced here:\n  - ")
                .withMessageContaining("  - bpftrace: ")
                .withMessageContaining("  - module: ");
    }

    private void assertUnavailable(String script, String message) throws Exception {
        assertUnavailable(script, "30s", message);
    }

    private void assertUnavailable(String script, String startTimeout, String message) throws Exception {
        Path bpftrace = Files.writeString(folder.resolve("bpftrace"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(bpftrace, PosixFilePermissions.fromString("rwxr-xr-x"));
        TraceConfig config = config(bpftrace, "vexfs", startTimeout);

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> LiveSession.start(
                        config,
                        new BpftraceCommand(config.command()),
                        TARGET,
                        folder,
                        killed -> {},
                        (test, alert) -> {}))
                .withMessageStartingWith(message);
        assertLockIsFree();
    }

    private void assertLockIsFree() throws TraceUnavailableException, IOException {
        try (MachineLock lock = MachineLock.acquire(folder, "vexfs", Duration.ZERO)) {
            assertThat(lock).isNotNull();
        }
    }

    private TraceConfig config(Path bpftrace, String module, String startTimeout) {
        return ConfigLoader.load(
                new Properties(),
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
