package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.TraceEvent;

/**
 * A module that does what a test tells it to, and the trace that tells of it: a marker opens the window when this is
 * made, every step takes a nanosecond, and whatever the module does is a call of one of its functions.
 */
final class TracedModule {

    static final long INSERT = 0xffffffffc0a01010L;
    static final long DELETE = 0xffffffffc0a02020L;
    static final int PID = 246;
    static final int TID = 250;

    private final List<KernelLogLine> log = new ArrayList<>();
    private final MemoryLedger ledger = new MemoryLedger();
    /** Any other place in the module. */
    static final long ELSEWHERE = 0xffffffffc0a03000L;

    /** A place in the module that calls deeper parts of the kernel. */
    static final long CALLER = 0xffffffffc0a04040L;

    static final long XAS_NOMEM = 0xffffffff81a00010L;
    static final long KVASPRINTF = 0xffffffff81a01020L;
    static final long INTERRUPT = 0xffffffff81a02030L;
    static final long SHEAF = 0xffffffff81a03040L;
    static final long SYSCALL = 0xffffffff81a04050L;
    static final long MEMPOOL = 0xffffffff81a05060L;

    private static final Map<Long, String> NAMES = Map.of(
            INSERT, "vexfs_insert+0x10",
            DELETE, "vexfs_delete+0x20",
            CALLER, "vexfs_index+0x40",
            XAS_NOMEM, "xas_nomem+0x10",
            KVASPRINTF, "kvasprintf+0x20",
            INTERRUPT, "asm_sysvec_apic_timer_interrupt+0x1a",
            SHEAF, "alloc_empty_sheaf+0x40",
            SYSCALL, "do_syscall_64+0x50",
            MEMPOOL, "mempool_alloc_noprof+0x60");

    private final Map<Long, LiveObject> live = new HashMap<>();
    private final Map<Long, Long> freed = new HashMap<>();
    private MarkerEcho start;
    private Counts counts = Counts.NONE;
    private long now = 1_000_000;
    private boolean losing;

    private boolean fromKernelMaps;
    private Missed missed = Missed.NONE;
    private Optional<String> death = Optional.empty();
    private List<String> settling = List.of();
    private Attribution attribution = Attribution.MODULE;
    private IndirectAllocations indirect = IndirectAllocations.FAIL;
    private int pid = PID;
    private int tid = TID;

    TracedModule() {
        opensAWindow();
    }

    TracedModule opensAWindow() {
        start = mark("vx00000c0000000");
        return this;
    }

    /** From here on, the kernel side counts but its lines do not arrive. */
    TracedModule linesAreLost() {
        losing = true;
        return this;
    }

    TracedModule linesArriveAgain() {
        losing = false;
        return this;
    }

    TracedModule allocates(long address, long bytes) {
        return allocates(address, bytes, INSERT);
    }

    TracedModule allocates(long address, long bytes, long site, long... frames) {
        return allocates(address, bytes, MemoryKind.SLAB, site, frames);
    }

    TracedModule allocates(long address, long bytes, MemoryKind kind, long site, long... frames) {
        Allocation allocation =
                new Allocation(++now, pid, tid, address, bytes, bytes, site, kind, new CallStack(frames));
        live.put(address, LiveObject.of(allocation));
        freed.remove(address);
        add(1, 0, 0, 0, 0, 0, 0, 1);
        return tell(allocation);
    }

    /** From here on, what the module does it does on that thread. */
    TracedModule runsOn(int process, int thread) {
        pid = process;
        tid = thread;
        return this;
    }

    TracedModule answersFor(Attribution whose) {
        attribution = whose;
        return this;
    }

    TracedModule takesIndirectAs(IndirectAllocations meaning) {
        indirect = meaning;
        return this;
    }

    /** The module frees by kfree_rcu. */
    TracedModule freesLater(long address) {
        long since = live.remove(address).since();
        freed.put(address, ++now);
        add(0, 1, 0, 0, 0, 0, 0, 1);
        return tell(new Free(now, pid, tid, address, DELETE, Free.Kind.DEFERRED, since));
    }

    TracedModule kernelLogs(String... lines) {
        for (String line : lines) {
            counts = counts.since(new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0));
            KernelLogLine told = new KernelLogLine(++now, pid, tid, line);
            log.add(told);
            tell(told);
        }
        return this;
    }

    TracedModule frees(long address) {
        long since = live.remove(address).since();
        freed.put(address, ++now);
        add(0, 1, 0, 0, 0, 0, 0, 1);
        return tell(new Free(now, pid, tid, address, DELETE, Free.Kind.LIVE, since));
    }

    TracedModule freesAgain(long address) {
        now++;
        add(0, 0, 1, 0, 0, 0, 0, 1);
        return tell(new Free(now, pid, tid, address, DELETE, Free.Kind.REPEATED, freed.get(address)));
    }

    /** Somebody else gets the address, so the module has no share in its next free. */
    TracedModule addressGoesToSomebodyElse(long address) {
        now++;
        freed.remove(address);
        return this;
    }

    TracedModule freesWhatItWasNotSeenToGet(long address) {
        now++;
        add(0, 0, 0, 1, 0, 0, 0, 1);
        return tell(new Free(now, pid, tid, address, DELETE, Free.Kind.UNMATCHED, 0));
    }

    TracedModule isCalled() {
        now++;
        add(0, 0, 0, 0, 0, 0, 0, 1);
        return this;
    }

    TracedModule countsUnrecorded(long allocations) {
        add(0, 0, 0, 0, allocations, 0, 0, 0);
        return this;
    }

    TracedModule countsForgotten(long frees) {
        add(0, 0, 0, 0, 0, frees, 0, 0);
        return this;
    }

    /** The first looks are skipped, and the second ones see it. */
    TracedModule secondLooksRecover(long allocations) {
        counts = counts.since(new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -allocations));
        return this;
    }

    TracedModule countsReused(long objects) {
        add(0, 0, 0, 0, 0, 0, objects, 0);
        return this;
    }

    TracedModule bpftraceSays(Loss loss) {
        ledger.accept(loss);
        return this;
    }

    TracedModule isReloaded() {
        return isUnloaded().isLoaded();
    }

    TracedModule isLoaded() {
        ledger.accept(new ModuleChange(++now, true, INSERT & -4096, INSERT + 0x10000, 0, 0));
        return this;
    }

    TracedModule isUnloaded() {
        ledger.accept(new ModuleChange(++now, false, 0, 0, 0, 0));
        return this;
    }

    TracedModule missed(long allocations, long frees) {
        missed = new Missed(allocations, frees);
        return this;
    }

    TracedModule traceDies(String how) {
        death = Optional.of(how);
        return this;
    }

    TracedModule settledBy(String... steps) {
        settling = List.of(steps);
        return this;
    }

    TracedModule kernelMapsAreRead() {
        fromKernelMaps = true;
        return this;
    }

    /** Judges the window that ends here. */
    MemoryJudgement judged() {
        MarkerEcho end = mark("vx00000c0000001");
        List<LiveObject> held = fromKernelMaps ? List.copyOf(live.values()) : ledger.outstanding();
        WindowScope scope = new WindowScope(start.marker(), attribution, indirect);
        return new MemoryJudge(ledger, TracedModule::site)
                .judge(new WindowEvidence(scope, start, end, held, fromKernelMaps, missed, death, log, settling));
    }

    static CallSite site(long address) {
        boolean inModule = address >= (INSERT & -4096) && address < INSERT + 0x10000;
        String name = NAMES.getOrDefault(address, "0x" + Long.toHexString(address));
        return new CallSite(address, name, Optional.empty(), inModule);
    }

    static List<String> causes(MemoryJudgement judgement) {
        List<String> causes = new ArrayList<>();
        judgement.gaps().forEach(gap -> causes.add(gap.cause()));
        return causes;
    }

    private MarkerEcho mark(String name) {
        ledger.accept(new Marker(++now, PID, TID, name, counts));
        return ledger.echo(name).orElseThrow();
    }

    private TracedModule tell(TraceEvent event) {
        if (!losing) {
            ledger.accept(event);
        }
        return this;
    }

    private void add(
            long allocations,
            long frees,
            long doubleFrees,
            long unmatchedFrees,
            long unrecorded,
            long forgotten,
            long reused,
            long calls) {
        counts = new Counts(
                counts.allocations() + allocations,
                counts.frees() + frees,
                counts.doubleFrees() + doubleFrees,
                counts.unmatchedFrees() + unmatchedFrees,
                counts.unrecorded() + unrecorded,
                counts.forgotten() + forgotten,
                counts.reused() + reused,
                counts.calls() + calls,
                counts.failures(),
                counts.refusals(),
                counts.logged(),
                counts.recovered());
    }
}
