package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.CustomJudge;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;
import org.vexfs.trace.testing.RecordedCapture;

/** What each key of the configuration does to a text result. */
class ResultSettingsTests {

    /** A real capture, in which a test loses three objects of 128 bytes. */
    private static final Path LEAKY = RecordedCapture.path("vector-store-6.12");

    private static final Operation READ = Operation.of(0, 250_000, 7, 8, 0, "vexfs_read", 12);

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @Test
    void withoutTimestampsLinesBeginWithTheirSubject() throws IOException {
        settings.put("output.format.timestamps", "false");

        assertThat(lines())
                .contains(
                        "VexFS READ COMPLETE: vexfs_read() latency=250.0 μs, bytes=12",
                        "VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab")
                .noneMatch(line -> line.startsWith("["));
    }

    @Test
    void withProcessInfoLinesSayWhoseTheyAre() throws IOException {
        settings.put("output.format.process_info", "true");

        assertThat(lines())
                .contains(
                        "[12:00:00] VexFS READ COMPLETE: vexfs_read() latency=250.0 μs, bytes=12, pid=7, tid=8",
                        "[12:00:00] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab, pid=7, tid=8");
    }

    @Test
    void withoutFunctionNamesCallsHaveNoneAndAllocationsAnAddress() throws IOException {
        settings.put("output.format.function_names", "false");

        assertThat(lines())
                .contains(
                        "[12:00:00] VexFS READ COMPLETE: latency=250.0 μs, bytes=12",
                        "[12:00:00] VexFS ALLOC: 0xffffffffc0000010 bytes=100, slab");
    }

    @Test
    void whateverALineHasTheAnalysisKnowsAllOfIt() throws IOException {
        settings.put("output.format.function_names", "false");
        settings.put("output.format.timestamps", "false");

        assertThat(lines())
                .contains("  vexfs_read: 1 call, together 250.0 us, p50 250.1 us, p99 250.1 us, longest 250.0 us");
    }

    @Test
    void withoutErrorStackTracesALeakHasItsPlaceAlone() throws IOException {
        assertThat(lines())
                .anyMatch(line -> line.startsWith("LEAK: 3 objects, 384 bytes"))
                .anyMatch(line -> line.startsWith("    from "));
        settings.put("output.format.error_stack_traces", "false");
        assertThat(lines())
                .anyMatch(line -> line.startsWith("LEAK: 3 objects, 384 bytes"))
                .noneMatch(line -> line.startsWith("    from "));
    }

    @Test
    void theSameAlertIsWrittenDownOnceInAnInterval() throws IOException {
        settings.put("output.realtime.alert_interval", "10");

        assertThat(lines())
                .filteredOn(line -> line.contains("VexFS ALERT"))
                .hasSize(3)
                .filteredOn(line -> line.contains("vexfs_write"))
                .hasSize(1);
        assertThat(lines()).contains("For output.realtime.alert_interval, 2 alerts like others were not written down.");
    }

    @Test
    void aSecondIsTooShortToHoldBackAnAlert() throws IOException {
        assertThat(lines()).filteredOn(line -> line.contains("VexFS ALERT")).hasSize(5);
    }

    @Test
    void eachPartOfTheEndCanBeLeftOutButNeverWhatWasFound() throws IOException {
        assertThat(lines())
                .contains("=== Report ===", "=== Analysis ===", "Operations by type", "Recommendations")
                .anyMatch(line -> line.startsWith("memory "));

        settings.put("output.post_processing.generate_summary", "false");
        settings.put("output.post_processing.generate_analysis", "false");
        settings.put("output.post_processing.generate_recommendations", "false");
        assertThat(lines())
                .contains("=== Report ===", "The trace is complete.")
                .anyMatch(line -> line.startsWith("LEAK: 3 objects"))
                .noneMatch(line -> line.startsWith("memory "))
                .doesNotContain("=== Analysis ===", "Operations by type", "Recommendations");

        settings.put("output.post_processing.generate_recommendations", "true");
        assertThat(lines())
                .contains("Recommendations")
                .anyMatch(line -> line.endsWith("(leak)"))
                .doesNotContain("=== Analysis ===", "Operations by type");
    }

    @Test
    void grepCountsNothingOfTheAnalysisASecondTime() throws IOException {
        assertThat(lines())
                .filteredOn(line -> line.matches(".*(VECTOR|READ|WRITE).*"))
                .hasSize(1);
        assertThat(lines()).filteredOn(line -> line.contains("LEAK")).hasSize(1);
    }

    @Test
    void whatIsBeyondItsSizeIsCountedAndTheReportIsStillWritten() throws IOException {
        settings.put("general.max_output_size", "0.0002");

        assertThat(lines())
                .contains("For general.max_output_size, 4 events are in the capture alone.")
                .contains("The trace is not complete:", "  - it ended after 1 s.")
                .anyMatch(line -> line.startsWith("LEAK: 3 objects"))
                .noneMatch(line -> line.contains("VexFS ALERT") && line.contains("vexfs_write"));
    }

    @Test
    void whatAScriptOfTheUsersPrintsIsNotAnalysed() {
        WindowJudgement judgement = new WindowJudgement(
                Optional.empty(),
                Optional.empty(),
                Optional.of(CustomJudge.judge(List.of(), "first", "last", List.of(), 0, Optional.empty())));

        assertThat(new ResultEnd(ConfigLoader.shipped()).of(judgement, Optional.empty(), 0, 0))
                .contains("lines: 0, maps: 0")
                .doesNotContain("Analysis");
    }

    @Test
    void aResultThatWasCutIsNotCompleteWhenItIsAnalysed() throws IOException {
        settings.put("general.max_output_size", "0.0002");
        ResultFiles files = new ResultFiles(
                ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());

        files.read(written());

        assertThat(files.analysis().gaps()).containsExactly("it ended after 1 s");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(written());
    }

    /** Writes a result of a read, an allocation, and five alerts, the last three at 1, 2 and 3 seconds; one leak is found. */
    private Path written() throws IOException {
        TraceConfig config = ConfigLoader.load(new Properties(), folder, settings);
        Path path = Files.createTempDirectory(folder, "results").resolve("one.txt");
        ResultText text = new ResultText(
                "vexfs",
                config.operations(),
                address -> new CallSite(address, "vexfs_insert+0x1c", Optional.empty(), true),
                nanos -> "12:00:00");
        Optional<Gap> early = endsEarly(config)
                ? Optional.of(new Gap("it ended after 1 s", "raise general.max_output_size"))
                : Optional.empty();
        try (ResultFile file = ResultFile.create(path, "module vexfs", text, config)) {
            file.accept(READ);
            file.accept(
                    new Allocation(1, 7, 8, 0x1000, 100, 128, 0xffffffffc0000010L, MemoryKind.SLAB, CallStack.EMPTY));
            file.accept(alert("vexfs_read", 1));
            file.accept(alert("vexfs_read", 20));
            for (int second = 1; second <= 3; second++) {
                file.accept(alert("vexfs_write", second));
            }
            file.report(leaky(), early);
        }
        return path;
    }

    private static boolean endsEarly(TraceConfig config) {
        return config.byHand().mostBytes() < 1_000;
    }

    private static Alert alert(String function, int second) {
        long now = Duration.ofSeconds(second).toNanos();
        return new Alert(Alert.Kind.HIGH_LATENCY, now - 1, now, function, 20e6, 10e6, 20);
    }

    private static WindowJudgement leaky() throws IOException {
        List<ReplayedWindow> leaky = new ArrayList<>();
        for (ReplayedWindow window : Replay.of(List.of(LEAKY)).windows()) {
            if (window.test().displayName().contains("loses")) {
                leaky.add(window);
            }
        }
        WindowJudgement judgement = WindowJudgement.named(TraceWindow.END, leaky.get(0));
        return new WindowJudgement(
                judgement.memory().map(ResultSettingsTests::calledFromElsewhere),
                judgement.operations(),
                judgement.custom());
    }

    /** The leak's stack in the capture has no more than its place. */
    private static MemoryJudgement calledFromElsewhere(MemoryJudgement memory) {
        Leak leak = memory.leakFindings().get(0);
        return new MemoryJudgement(
                memory.leaks(),
                memory.doubleFrees(),
                memory.invalidFrees(),
                memory.kernelLog(),
                List.of(new Leak(
                        leak.site(),
                        List.of(leak.site(), CallSite.unknown(0x4711)),
                        leak.owner(),
                        leak.kind(),
                        leak.count(),
                        leak.bytes(),
                        leak.oldestNanos(),
                        leak.tid())),
                memory.doubleFreeFindings(),
                memory.invalidFreeFindings(),
                memory.kernelWarnings(),
                memory.remarks(),
                memory.gaps(),
                memory.incompleteDetail(),
                memory.settling(),
                memory.activity(),
                memory.usage(),
                memory.suppressedFindings());
    }
}
