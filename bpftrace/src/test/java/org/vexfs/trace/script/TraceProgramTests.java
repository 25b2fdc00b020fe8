package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.config.TraceScript.KERNEL;
import static org.vexfs.trace.config.TraceScript.MEMORY;
import static org.vexfs.trace.config.TraceScript.PERFORMANCE;
import static org.vexfs.trace.script.Targets.BPFTRACE_20;
import static org.vexfs.trace.script.Targets.BPFTRACE_23;
import static org.vexfs.trace.script.Targets.EVENTS_6_12;
import static org.vexfs.trace.script.Targets.RAW_EVENTS_6_12;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TraceScript;

class TraceProgramTests {

    private static final Set<String> SECTIONS = Set.of("memory_ops", "lock_ops");
    private static final Set<String> EVENTS = events();

    private static Set<String> events() {
        Set<String> events = new HashSet<>(EVENTS_6_12);
        events.addAll(Set.of("lock:contention_begin", "lock:contention_end"));
        return events;
    }

    @Test
    void thePerformanceScriptProbesTheModulesFunctionsAndTheKernelsWaits() {
        assertThat(probes(SECTIONS, PERFORMANCE))
                .containsExactly(
                        "BEGIN",
                        "tracepoint:task:task_rename",
                        "kprobe:vexfs_*",
                        "kretprobe:vexfs_*",
                        "tracepoint:lock:contention_begin",
                        "tracepoint:lock:contention_end",
                        "tracepoint:sched:sched_process_exit",
                        "interval:ms:100",
                        "END");
    }

    @Test
    void theKernelScriptCountsMemoryAndSeesTheModuleComeAndGo() {
        assertThat(probes(SECTIONS, KERNEL))
                .contains(
                        "kprobe:vexfs_*",
                        "kretprobe:vexfs_*",
                        "tracepoint:kmem:kmalloc",
                        "tracepoint:kmem:kfree",
                        "kprobe:do_init_module",
                        "kprobe:free_module")
                .doesNotContain("tracepoint:lock:contention_begin", "interval:s:10");
    }

    @Test
    void whatIsSwitchedOffIsNotProbed() {
        assertThat(probes(Set.of(), PERFORMANCE)).noneMatch(probe -> probe.contains("contention"));
        assertThat(text(Set.of(), PERFORMANCE)).as("a map that nothing sets").doesNotContain("(@waiting)");
        assertThat(probes(Set.of(), KERNEL)).noneMatch(probe -> probe.contains("kmem"));
    }

    @Test
    void waitsAreNotProbedWhereTheKernelDoesNotTellThem() {
        assertThat(ProgramProbes.of(TraceProgram.text(
                        Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*"),
                        options(SECTIONS, PERFORMANCE))))
                .noneMatch(probe -> probe.contains("contention"));
    }

    @Test
    void severalScriptsAreOneProgramWithOneBeginningOneEndAndOneMarker() {
        List<String> probes = probes(SECTIONS, MEMORY, KERNEL, PERFORMANCE);

        assertThat(probes).containsOnlyOnce("BEGIN", "END", "tracepoint:task:task_rename", "kprobe:free_module");
        assertThat(probes)
                .as("one for operations, one for what the module allocates within")
                .filteredOn("kprobe:vexfs_*"::equals)
                .hasSize(2);
        assertThat(probes.indexOf("rawtracepoint:kmalloc"))
                .as("what the memory script looks at comes first")
                .isLessThan(probes.indexOf("kprobe:vexfs_*"));
    }

    @Test
    void aMarkerIsAnsweredByEachScriptAndEndsOnce() {
        String text = text(SECTIONS, MEMORY, KERNEL, PERFORMANCE);
        String marker = text.substring(text.indexOf("tracepoint:task:task_rename"));
        marker = marker.substring(0, marker.indexOf("\n}\n"));

        assertThat(marker).containsSubsequence("printf(\"M ", "printf(\"Y ", "printf(\"T ", "printf(\"Z");
        assertThat(marker.split("printf\\(\"Z", -1)).hasSize(2);
        assertThat(marker.split("printf\\(\"T ", -1))
                .as("operations are counted once")
                .hasSize(2);
    }

    @Test
    void theSizesAreSetOnce() {
        String text = text(SECTIONS, MEMORY, PERFORMANCE);

        assertThat(text.split("max_map_keys = ", -1)).hasSize(2);
        assertThat(text.split("perf_rb_pages = ", -1)).hasSize(2);
    }

    @Test
    void callsAreToldUpToTheRateInTenthsOfASecond() {
        assertThat(text(SECTIONS, PERFORMANCE)).contains("if ($spent < 2000 ) {");
    }

    @Test
    void before021TheCountsOfOperationsArePrintedAsMaps() {
        String text = TraceProgram.text(
                Targets.of(BPFTRACE_20, EVENTS, RAW_EVENTS_6_12, "vexfs_*"), options(SECTIONS, KERNEL, PERFORMANCE));

        assertThat(text)
                .contains("print(@entered);", "print(@contentions);", "print(@inner_bytes);")
                .doesNotContain("(int64)@entered");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOM")
    void noScriptHasWhatOnlyOneThatRunsAloneHas(TraceScript script) {
        String text = text(SECTIONS, script);

        assertThat(text.substring(text.indexOf("\nconfig")))
                .doesNotContain("interval:s:", "@users", "@waits[", "ALERT", "@calls[", "@lookups[")
                .doesNotContain("//:", "//|")
                .contains("printf(\"H %llu\\n\", nsecs);");
    }

    @Test
    void thePerformanceScriptRunAloneRaisesAlertsFromTheShippedThresholdsOn() {
        OperationSettings.AlertThresholds shipped =
                ConfigLoader.shipped().operations().alerts();

        assertThat(new String(shippedScript(), StandardCharsets.UTF_8))
                .contains("interval:s:" + shipped.interval().toSeconds() + "\n")
                .contains("$now - $call.0 >= " + shipped.highLatency().toNanos() + ")")
                .contains("@slow[$f.0] * 2 > $f.1")
                .contains("$f.1 >= " + shipped.fewestCalls() + " &&")
                .contains("@failed[$f.0] * 100 > $f.1 * " + (int) shipped.highErrorRate() + ")")
                .contains("@hits[$c.0] * 100 < $c.1 * " + (int) shipped.lowHitRate() + ")")
                .contains("@waited * 100 > @within * " + (int) shipped.highContention() + ")");
    }

    private static byte[] shippedScript() {
        try (InputStream stream =
                TraceProgram.class.getResourceAsStream("/org/vexfs/trace/scripts/vexfs_performance_trace.bt")) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> probes(Set<String> sections, TraceScript... scripts) {
        return ProgramProbes.of(text(sections, scripts));
    }

    private static String text(Set<String> sections, TraceScript... scripts) {
        return TraceProgram.text(
                Targets.of(BPFTRACE_23, EVENTS, RAW_EVENTS_6_12, "vexfs_*"), options(sections, scripts));
    }

    private static ProgramOptions options(Set<String> sections, TraceScript... scripts) {
        return new ProgramOptions(Set.of(scripts), "5venw", 1024, 65_536, 20_000, sections);
    }
}
