package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.KernelLogLine;

/** Reads excerpts of kernel logs. */
class KernelWarningsTests {

    private static final String OOPS = """
            ------------[ cut here ]------------
            kernel BUG at mm/slub.c:634!
            Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI
            CPU: 0 UID: 0 PID: 214 Comm: vexfsctl Tainted: G           O       6.12.90 #1
            Tainted: [O]=OOT_MODULE
            Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.3
            RIP: 0010:__slab_free+0x1c5/0x2d0
            Code: 8b 44 24 30 49 89 04 24 e9 3a ff ff ff 0f 0b <0f> 0b 48 8b
            RSP: 0018:ffffc90000357c90 EFLAGS: 00010246
            RAX: ffff888003a41e00 RBX: ffff888003a41e00 RCX: 0000000080150014
            RDX: ffff888003a41e00 RSI: ffffea00000e9040 RDI: ffff888003042500
            RBP: ffffc90000357d28 R08: 0000000000000001 R09: ffffffffc0201a34
            R10: ffff888003a41e00 R11: 0000000000000000 R12: ffff888003042500
            FS:  00007f2a4b4c0740(0000) GS:ffff88803ec00000(0000) knlGS:0000000000000000
            CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
            CR2: 00007f2a4b5b3a10 CR3: 0000000003b0c000 CR4: 0000000000350ef0
            Call Trace:
             <TASK>
             ? die+0x32/0x80
             kfree+0x27c/0x310
             vexfs_fault_double_free+0x34/0x50 [vexfs]
             </TASK>
            Modules linked in: vexfs(O)
            ---[ end trace 0000000000000000 ]---
            RIP: 0010:__slab_free+0x1c5/0x2d0
            note: vexfsctl[214] exited with irqs disabled
            """;

    private static final String WARNING = """
            ------------[ cut here ]------------
            WARNING: CPU: 1 PID: 214 at mm/page_alloc.c:4715 __alloc_pages_noprof+0x2e5/0x330
            Modules linked in: vexfs(O)
            CPU: 1 UID: 0 PID: 214 Comm: vexfsctl Tainted: G           O       6.12.90 #1
            RIP: 0010:__alloc_pages_noprof+0x2e5/0x330
            Call Trace:
             <TASK>
             vexfs_insert+0x34/0x90 [vexfs]
             </TASK>
            ---[ end trace 0000000000000000 ]---
            """;

    private static final String SLUB = """
            =============================================================================
            BUG kmalloc-64 (Tainted: G           O      ): Object already free
            -----------------------------------------------------------------------------

            Allocated in vexfs_fault_double_free+0x1f/0x50 [vexfs] age=0 cpu=0 pid=214
             __kmalloc_cache_noprof+0x1f5/0x2a0
             vexfs_fault_double_free+0x1f/0x50 [vexfs]
            Freed in vexfs_fault_double_free+0x2c/0x50 [vexfs] age=0 cpu=0 pid=214
             kfree+0x27c/0x310
            Slab 0xffffea00000e9040 objects=21 used=1 fp=0xffff888003a41e00 flags=0x100000000000200
            Object 0xffff888003a41e00 @offset=3584 fp=0x0000000000000000
            Redzone  ffff888003a41dc0: bb bb bb bb bb bb bb bb
            Object   ffff888003a41e00: 6b 6b 6b 6b 6b 6b 6b a5
            CPU: 0 UID: 0 PID: 214 Comm: vexfsctl Tainted: G           O       6.12.90 #1
            Call Trace:
             <TASK>
             free_to_partial_list+0x4b2/0x570
             </TASK>
            Disabling lock debugging due to kernel taint
            FIX kmalloc-64: Object at 0xffff888003a41e00 not freed
            """;

    private static final String KASAN = """
            ==================================================================
            BUG: KASAN: slab-use-after-free in vexfs_search+0x5d/0x120 [vexfs]
            Read of size 8 at addr ffff888003a41e00 by task vexfsctl/214

            CPU: 0 UID: 0 PID: 214 Comm: vexfsctl Tainted: G           O       6.12.90 #1
            Call Trace:
             <TASK>
             kasan_report+0xb9/0xf0
             vexfs_search+0x5d/0x120 [vexfs]
             </TASK>

            Allocated by task 214:
             kasan_save_stack+0x33/0x60
            Freed by task 214:
             kfree+0x27c/0x310
            The buggy address belongs to the object at ffff888003a41e00
             which belongs to the cache kmalloc-64 of size 64
            The buggy address belongs to the physical page:
            page: refcount:0 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x3a41
            page dumped because: kasan: bad access detected
            Memory state around the buggy address:
             ffff888003a41d00: fc fc fc fc fc fc fc fc
            >ffff888003a41e00: fa fb fb fb fb fb fb fb
                               ^
            ==================================================================
            """;

    private static final String PAGE_FAULT = """
            BUG: kernel NULL pointer dereference, address: 0000000000000008
            #PF: supervisor read access in kernel mode
            #PF: error_code(0x0000) - not-present page
            PGD 0 P4D 0
            Oops: Oops: 0000 [#1] PREEMPT SMP NOPTI
            CPU: 0 UID: 0 PID: 214 Comm: vexfsctl Tainted: G           O       6.12.90 #1
            RIP: 0010:vexfs_search+0x5d/0x120 [vexfs]
            ---[ end trace 0000000000000000 ]---
            Kernel panic - not syncing: Fatal exception
            ---[ end Kernel panic - not syncing: Fatal exception ]---
            """;

    @Test
    void aBugWithItsOopsIsOneWarningThatBeginsWithTheBug() {
        List<KernelWarning> warnings = KernelWarnings.in(log(214, OOPS));

        assertThat(warnings).extracting(KernelWarning::headline).containsExactly("kernel BUG at mm/slub.c:634!");
        assertThat(warnings.get(0).lines())
                .contains(
                        "Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI",
                        " vexfs_fault_double_free+0x34/0x50 [vexfs]",
                        "---[ end trace 0000000000000000 ]---")
                .doesNotContain("note: vexfsctl[214] exited with irqs disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Oops: invalid opcode: 0000 [#1]", "invalid opcode: 0000 [#12]"})
    void anOopsKillsTheThreadThatItNames(String banner) {
        KernelWarning oops = KernelWarnings.in(log(0, OOPS.replace("Oops: invalid opcode: 0000 [#1]", banner)))
                .get(0);

        assertThat(oops.kills(214)).isTrue();
        assertThat(oops.kills(21)).isFalse();
    }

    @Test
    void aWarningKillsNothing() {
        assertThat(KernelWarnings.in(log(0, WARNING)).get(0).kills(214)).isFalse();
    }

    @Test
    void aFaultWithItsOopsAndItsPanicIsOneWarning() {
        assertThat(KernelWarnings.in(log(214, PAGE_FAULT)))
                .extracting(KernelWarning::headline)
                .containsExactly("BUG: kernel NULL pointer dereference, address: 0000000000000008");
    }

    @Test
    void anOopsOfWhichTheBeginningWasLostIsAWarning() {
        assertThat(KernelWarnings.in(log(214, "Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI\nCPU: 0 UID: 0\n")))
                .extracting(KernelWarning::headline)
                .containsExactly("Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI");
    }

    @Test
    void aWarningHasItsCallTrace() {
        List<KernelWarning> warnings = KernelWarnings.in(log(214, WARNING));

        assertThat(warnings)
                .extracting(KernelWarning::headline)
                .containsExactly("WARNING: CPU: 1 PID: 214 at mm/page_alloc.c:4715 __alloc_pages_noprof+0x2e5/0x330");
        assertThat(warnings.get(0).lines()).hasSize(9).contains(" vexfs_insert+0x34/0x90 [vexfs]");
    }

    @Test
    void aWarningHasTheMessageThatCameBeforeItsHeadline() {
        String warning = WARNING.replaceFirst("\n", "\nthe store is in disorder\n");

        assertThat(KernelWarnings.in(log(214, warning + WARNING)))
                .hasSize(2)
                .first()
                .satisfies(first -> {
                    assertThat(first.headline()).startsWith("WARNING: CPU: 1");
                    assertThat(first.lines()).startsWith("the store is in disorder", first.headline());
                });
    }

    @Test
    void twoWarningsInARowAreTwo() {
        assertThat(KernelWarnings.in(log(214, WARNING + WARNING))).hasSize(2);
    }

    @Test
    void aSlabReportIsOneWarning() {
        List<KernelWarning> warnings = KernelWarnings.in(log(214, SLUB));

        assertThat(warnings)
                .extracting(KernelWarning::headline)
                .containsExactly("BUG kmalloc-64 (Tainted: G           O      ): Object already free");
        assertThat(warnings.get(0).lines())
                .contains("Allocated in vexfs_fault_double_free+0x1f/0x50 [vexfs] age=0 cpu=0 pid=214");
    }

    @Test
    void theWarningThatANewerSlabAllocatorAddsToItsReportIsNoSecondOne() {
        assertThat(KernelWarnings.in(log(214, SLUB + WARNING.replace("mm/page_alloc.c:4715", "mm/slub.c:1130"))))
                .hasSize(1);
    }

    @Test
    void aMessageThatIsPrintedWithinItsWarningIsNoWarningOfItsOwn() {
        assertThat(KernelWarnings.in(log(214, """
                                ------------[ cut here ]------------
                                refcount_t: underflow; use-after-free.
                                WARNING: CPU: 1 PID: 214 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110
                                Call Trace:
                                ---[ end trace 0000000000000000 ]---
                                """)))
                .extracting(KernelWarning::headline)
                .containsExactly("refcount_t: underflow; use-after-free.");
    }

    @Test
    void aKasanReportIsOneWarning() {
        assertThat(KernelWarnings.in(log(214, KASAN)))
                .extracting(KernelWarning::headline)
                .containsExactly("BUG: KASAN: slab-use-after-free in vexfs_search+0x5d/0x120 [vexfs]");
    }

    @Test
    void anIndentedReportIsFoundAndItsHeadlineIsNotIndented() {
        assertThat(KernelWarnings.in(log(214, OOPS.indent(4))))
                .extracting(KernelWarning::headline)
                .containsExactly("kernel BUG at mm/slub.c:634!");
    }

    @Test
    void reportsOfTwoThreadsThatMingleAreTwoWithTheirOwnLines() {
        List<KernelLogLine> first = log(214, WARNING);
        List<KernelLogLine> second = log(300, KASAN);
        List<KernelLogLine> mingled = new ArrayList<>();
        for (int i = 0; i < second.size(); i++) {
            if (i < first.size()) {
                mingled.add(first.get(i));
            }
            mingled.add(second.get(i));
        }

        List<KernelWarning> warnings = KernelWarnings.in(mingled);

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0).lines())
                .contains(" vexfs_insert+0x34/0x90 [vexfs]")
                .hasSize(9);
    }

    @Test
    void aLineBetweenThatIsNoPartOfTheReportIsLeftOut() {
        List<KernelWarning> warnings = KernelWarnings.in(log(214, OOPS.replace("Oops: ", "vexfs: 3 vectors\nOops: ")));

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).lines()).doesNotContain("vexfs: 3 vectors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [vexfsctl:214]",
                "rcu: INFO: rcu_preempt self-detected stall on CPU",
                "INFO: task vexfsctl:214 blocked for more than 120 seconds.",
                "UBSAN: array-index-out-of-bounds in vexfs_core.c:120:9",
                "BUG: KFENCE: use-after-free read in vexfs_search+0x5d/0x120 [vexfs]",
                "WARNING: possible circular locking dependency detected",
                "general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1]",
                "kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)"
            })
    void otherComplaintsAreWarningsToo(String line) {
        assertThat(KernelWarnings.in(log(214, line)))
                .extracting(KernelWarning::headline)
                .containsExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vexfs: loading out-of-tree module taints kernel.",
                "vexfs: module verification failed: signature and/or required key missing - tainting kernel",
                "vexfs: 3 vectors inserted",
                "EXT4-fs (vda1): mounted filesystem r/w with ordered data mode.",
                "   indented: but nothing is wrong",
                "systemd[1]: Debugging is on",
                ""
            })
    void anOrdinaryLineIsNoWarning(String line) {
        assertThat(KernelWarnings.in(log(214, line))).isEmpty();
    }

    private static List<KernelLogLine> log(int tid, String text) {
        List<KernelLogLine> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(new KernelLogLine(1_000 + lines.size(), 200, tid, line)));
        return lines;
    }
}
