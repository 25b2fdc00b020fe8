package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** What the kernel script tells where it tells few of some calls and leaves out others, held to the module's own counts. */
@KernelTest
@Timeout(1200)
class SampledOperationsOnTheModuleTests {

    private static final int EVERY = 10;

    private static OperationJudgement judgement;
    private static Map<String, Long> told;

    @BeforeAll
    static void trace(@TempDir Path folder) throws Exception {
        try (ModuleSession session = ModuleSession.start(
                folder,
                Map.of(
                        "scripts",
                        "kernel",
                        "advanced.ebpf.max_events",
                        "100000",
                        "kernel_trace.lock_ops",
                        "false",
                        "kernel_trace.sampling.filesystem_sample_rate",
                        Integer.toString(EVERY)))) {
            ExampleModule.command("fill 100 8 1");
            LiveWindow window = session.open("sampled");
            told = Arrays.stream(ExampleModule.command("mixed 7 2000").split("\n"))
                    .map(line -> line.split("="))
                    .filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1]), Long::sum));
            judgement = window.close().operations().orElseThrow();
        } finally {
            ExampleModule.command("clear");
        }
    }

    @Test
    void countsErrorsAndBytesAreExactAllTheSame() {
        for (String operation : Set.of("read", "write")) {
            FunctionProfile function = function("vexfs_" + operation);
            assertThat(function.calls()).as(operation).isEqualTo(told.get(operation));
            assertThat(function.errorCount()).as(operation).isEqualTo(told.get(operation + "_errors"));
            assertThat(function.moved()).as(operation).isEqualTo(told.get(operation + "_returned"));
        }
        assertThat(judgement.gaps()).isEmpty();
    }

    @Test
    void ofReadsAndWritesOneInTenIsToldByItself() {
        long calls = function("vexfs_read").calls() + function("vexfs_write").calls();
        long totalled =
                function("vexfs_read").totalled() + function("vexfs_write").totalled();

        assertThat(calls).isGreaterThan(2L * EVERY);
        assertThat(calls - totalled).isBetween(calls / EVERY, calls / EVERY + 1);
    }

    @Test
    void ofOtherOperationsEachIs() {
        assertThat(function("vexfs_vector_insert").calls()).isEqualTo(told.get("insert"));
        assertThat(function("vexfs_vector_insert").totalled()).isZero();
    }

    @Test
    void functionsOfLocksAreLeftOutAndWhatAsksForThemIsInconclusive() {
        assertThat(judgement.profile().functions())
                .extracting(FunctionProfile::name)
                .doesNotContain("vexfs_lock_store", "vexfs_unlock_store");
        assertThat(OperationAssertion.of(Question.LOCK_HOLD_BELOW, "*", 1_000_000_000)
                        .verdict(judgement))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static FunctionProfile function(String name) {
        return judgement.profile().function(name).orElseThrow(() -> new AssertionError(name + " was not called"));
    }
}
