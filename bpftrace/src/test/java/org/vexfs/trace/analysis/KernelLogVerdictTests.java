package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelLogVerdictTests {

    private final TracedModule module = new TracedModule().isCalled();

    @Test
    void anEmptyLogIsNoComplaint() {
        assertThat(module.judged().kernelLog()).isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vexfs: module loaded",
                "EXT4-fs (vda): mounted filesystem",
                "vexfs: no BUG: here",
                "audit: type=1400",
                "",
            })
    void anOrdinaryLineIsNoComplaint(String line) {
        MemoryJudgement judgement = module.kernelLogs(line).judged();

        assertThat(judgement.kernelLog()).isEqualTo(PASSED);
        assertThat(judgement.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG: unable to handle page fault for address: ffffffffc0a01000",
                "BUG kmalloc-64 (Tainted: G           OE     ): Object already free",
                "WARNING: CPU: 0 PID: 246 at mm/slub.c:4000 free_large_kmalloc+0x40/0x80",
                "WARNING: mm/slub.c:6748 at free_large_kmalloc+0x40/0x80, CPU#0: java/246",
                "kernel BUG at mm/slub.c:551!",
                "Oops: general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP",
                "BUG: KASAN: slab-use-after-free in vexfs_insert+0x10/0x20 [vexfs]",
                "UBSAN: array-index-out-of-bounds in vexfs.c:12:3",
                "list_del corruption. prev->next should be ffff, but was eeee.",
                "refcount_t: underflow; use-after-free.",
                "Trying to vfree() nonexistent vm area (00000000deadbeef)",
            })
    void aReportOfTheKernelIsAComplaint(String headline) {
        MemoryJudgement judgement = module.kernelLogs(headline).judged();

        assertThat(judgement.kernelLog()).isEqualTo(FAILED);
        assertThat(judgement.kernelWarnings())
                .extracting(KernelWarning::headline)
                .containsExactly(headline);
    }

    @Test
    void aComplaintFailsNoBuild() {
        assertThat(module.kernelLogs("kernel BUG at mm/slub.c:551!").judged().verdict())
                .isEqualTo(PASSED);
    }

    @Test
    void theLinesOfAReportBelongToItsHeadline() {
        MemoryJudgement judgement = module.kernelLogs(
                        "vexfs: hello",
                        "------------[ cut here ]------------",
                        "WARNING: CPU: 0 PID: 246 at mm/slub.c:4000 free_large_kmalloc+0x40/0x80",
                        "Modules linked in: vexfs(OE)",
                        "CPU: 0 PID: 246 Comm: java",
                        "RIP: 0010:free_large_kmalloc+0x40/0x80",
                        "Call Trace:",
                        " <TASK>",
                        " vexfs_delete+0x20/0x40 [vexfs]",
                        " </TASK>",
                        "---[ end trace 0000000000000000 ]---",
                        "vexfs: goodbye",
                        " another line")
                .judged();

        assertThat(judgement.kernelWarnings()).singleElement().satisfies(warning -> {
            assertThat(warning.headline()).startsWith("WARNING: CPU: 0 PID: 246 at mm/slub.c:4000");
            assertThat(warning.lines())
                    .hasSize(9)
                    .startsWith("WARNING: CPU: 0 PID: 246 at mm/slub.c:4000 free_large_kmalloc+0x40/0x80")
                    .endsWith("---[ end trace 0000000000000000 ]---");
        });
    }

    @Test
    void twoReportsAreTwoComplaints() {
        assertThat(module.kernelLogs("WARNING: CPU: 0 PID: 1", "Call Trace:", "WARNING: CPU: 0 PID: 2", "vexfs: x")
                        .judged()
                        .kernelWarnings())
                .extracting(KernelWarning::lines)
                .containsExactly(List.of("WARNING: CPU: 0 PID: 1", "Call Trace:"), List.of("WARNING: CPU: 0 PID: 2"));
    }

    @Test
    void aLineThatWasLostMayHaveBeenAComplaint() {
        assertThat(module.linesAreLost().kernelLogs("vexfs: hello").judged().kernelLog())
                .isEqualTo(INCONCLUSIVE);
    }
}
