package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** What a test that asks for a trace gets where none can start, and what wrong use of the annotation gets. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class UnavailableTraceTests {

    private static final Map<String, String> NO_BPFTRACE = Map.of("vexfs.trace.bpftrace", "/nowhere/bpftrace");

    @TempDir
    private Path folder;

    @Test
    void everythingThatIsInTheWayIsSaidAtOnceWithItsRemedy() {
        JupiterRun run = JupiterRun.of(Traced.class, folder, NO_BPFTRACE);

        assertThat(run.status("looksAtItsTrace")).isEqualTo(FAILED);
        assertThat(run.failure("looksAtItsTrace"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith("module 'no_such_module' cannot be traced here:")
                .hasMessageContaining("- bpftrace: Cannot run program \"/nowhere/bpftrace\"")
                .hasMessageContaining("Remedy: install bpftrace 0.20.2 or later")
                .hasMessageContaining("- module: ")
                .hasMessageContaining("Remedy: ");
    }

    @Test
    void aBuildCanBeToldToSkipThem() {
        JupiterRun run = JupiterRun.of(
                Traced.class,
                folder,
                Map.of("vexfs.trace.bpftrace", "/nowhere/bpftrace", "vexfs.trace.unavailable", "skip"));

        assertThat(run.status("looksAtItsTrace")).isEqualTo(ABORTED);
        assertThat(run.failure("looksAtItsTrace"))
                .hasMessageStartingWith("not traced: module 'no_such_module' cannot be traced here:");
    }

    @Test
    void withTracingOffATestThatLooksAtItsTraceIsAbortedAndAnyOtherRuns() {
        JupiterRun run = JupiterRun.of(Traced.class, folder, Map.of("vexfs.trace.mode", "off"));

        assertThat(run.status("looksAtItsTrace")).isEqualTo(ABORTED);
        run.assertSucceeded("looksAtNothing");
    }

    @Test
    void aMethodsAnnotationReplacesItsClasss() {
        JupiterRun run = JupiterRun.of(Traced.class, folder, NO_BPFTRACE);

        assertThat(run.failure("namesAnotherModule")).hasMessageStartingWith("module 'another_module'");
    }

    @Test
    void aNestedClassIsTracedLikeItsEnclosingOne() {
        JupiterRun run = JupiterRun.of(Outer.class, folder, NO_BPFTRACE);

        assertThat(run.failure("nested")).hasMessageStartingWith("module 'outer_module'");
    }

    @Test
    void aWrongValueOfTheAnnotationIsNamed() {
        JupiterRun run = JupiterRun.of(WrongValues.class, folder, NO_BPFTRACE);

        assertThat(run.failure("wrongSettle"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("vexfs-trace: annotation: memory_trace.settle.wait is 'half a second'; expected a number"
                        + " with us, ms, s or min, such as 500ms");
        assertThat(run.failure("wrongModule")).hasMessageContaining("module name 'x; rm -rf /'");
    }

    @Test
    void anUnknownPropertyIsNamedWithTheNearestKnownKey() {
        JupiterRun run = JupiterRun.of(Traced.class, folder, Map.of("vexfs.trace.modul", "vexfs"));

        assertThat(run.failure("looksAtNothing"))
                .hasMessage("vexfs-trace: -Dvexfs.trace.modul: unknown key 'modul'; the nearest known is 'module'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "replay", "off"})
    void aConstructorCannotTakeATrace(String mode) {
        JupiterRun run = JupiterRun.of(InConstructor.class, folder, Map.of("vexfs.trace.mode", mode));

        assertThat(run.failure("neverRuns"))
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessage(
                        "a VexfsTrace exists while a test runs, and not yet when InConstructor is made: take it as a"
                                + " parameter of a test, @BeforeEach or @AfterEach method.");
    }

    @Test
    @BpftraceTest
    void aModuleThatIsNotLoadedIsNamedWithARealBpftrace() {
        JupiterRun run = JupiterRun.of(
                Traced.class,
                folder,
                Map.of("vexfs.trace.bpftrace", HostBpftrace.command().toString()));

        assertThat(run.failure("looksAtNothing"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("- module: ")
                .hasMessageNotContaining("- bpftrace: ");
    }

    @Test
    void anOldBpftraceIsRefusedWithBothVersions() {
        BpftraceCommand installed = new BpftraceCommand(List.of("bpftrace"));
        BpftraceVersion version = version(installed);
        Assumptions.assumeTrue(
                version.compareTo(BpftraceVersion.MINIMUM) < 0, "the bpftrace on the path is not too old: " + version);

        JupiterRun run = JupiterRun.of(Traced.class, folder, Map.of("vexfs.trace.bpftrace", "bpftrace"));

        assertThat(run.failure("looksAtNothing"))
                .hasMessageContaining("- bpftrace: 'bpftrace' is version " + version + ", too old. Remedy: install"
                        + " bpftrace 0.20.2 or later");
    }

    private static BpftraceVersion version(BpftraceCommand installed) {
        try {
            return installed.version();
        } catch (IOException e) {
            return Assumptions.abort("no bpftrace on the path: " + e.getMessage());
        }
    }

    @TraceVexfs(script = Script.MEMORY, module = "no_such_module")
    static class Traced {

        @Test
        void looksAtItsTrace(VexfsTrace trace) {
            throw new AssertionError("runs without " + trace);
        }

        @Test
        void looksAtNothing() {}

        @Test
        @TraceVexfs(script = Script.MEMORY, module = "another_module")
        void namesAnotherModule() {}
    }

    @TraceVexfs(script = Script.MEMORY, module = "outer_module")
    static class Outer {

        @Nested
        class Inner {

            @Test
            void nested() {}
        }
    }

    static class WrongValues {

        @Test
        @TraceVexfs(script = Script.MEMORY, settle = "half a second")
        void wrongSettle() {}

        @Test
        @TraceVexfs(script = Script.MEMORY, module = "x; rm -rf /")
        void wrongModule() {}
    }

    @TraceVexfs(script = Script.MEMORY)
    static class InConstructor {

        InConstructor(VexfsTrace trace) {
            throw new AssertionError("made with " + trace);
        }

        @Test
        void neverRuns() {}
    }
}
