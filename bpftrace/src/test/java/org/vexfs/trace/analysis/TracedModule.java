package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.TraceEvent;

/**
 * A module that does what a test tells it to, and the trace that tells of it: a marker opens the window when this is
 * made, and every step takes a microsecond.
 */
final class TracedModule {

    static final long INSERT = 0xffffffffc0a01010L;
    static final long DELETE = 0xffffffffc0a02020L;
    static final int TID = 250;

    private final MemoryLedger ledger = new MemoryLedger();
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

    TracedModule allocates(long address, long bytes, long site) {
        live.put(address, new LiveObject(address, ++now, bytes, bytes, site, 246, TID));
        freed.remove(address);
        add(1, 0, 0, 0, 0, 0, 0, 0);
        return tell(new Allocation(now, 246, TID, address, bytes, bytes, site));
    }

    TracedModule frees(long address) {
        long since = live.remove(address).since();
        freed.put(address, ++now);
        add(0, 1, 0, 0, 0, 0, 0, 0);
        return tell(new Free(now, 246, TID, address, DELETE, Free.Kind.LIVE, since));
    }

    TracedModule freesAgain(long address) {
        now++;
        add(0, 0, 1, 0, 0, 0, 0, 0);
        return tell(new Free(now, 246, TID, address, DELETE, Free.Kind.REPEATED, freed.get(address)));
    }

    /** Somebody else gets the address, so the module has no share in its next free. */
    TracedModule addressGoesToSomebodyElse(long address) {
        now++;
        freed.remove(address);
        return this;
    }

    TracedModule freesWhatItWasNotSeenToGet(long address) {
        now++;
        add(0, 0, 0, 1, 0, 0, 0, 0);
        return tell(new Free(now, 246, TID, address, DELETE, Free.Kind.UNMATCHED, 0));
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

    TracedModule countsReused(long objects) {
        add(0, 0, 0, 0, 0, 0, objects, 0);
        return this;
    }

    TracedModule isReloaded() {
        ledger.accept(new ModuleChange(++now, false));
        ledger.accept(new ModuleChange(++now, true));
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
        List<LiveObject> outstanding = fromKernelMaps
                ? live.values().stream()
                        .filter(object -> object.since() >= start.marker().nanos())
                        .toList()
                : ledger.outstandingSince(start.marker().nanos());
        return new MemoryJudge(ledger, TracedModule::site)
                .judge(new WindowEvidence(start, end, outstanding, fromKernelMaps, missed, death, settling));
    }

    static CallSite site(long address) {
        Map<Long, String> names = Map.of(INSERT, "vexfs_insert+0x10", DELETE, "vexfs_delete+0x20");
        return names.containsKey(address)
                ? new CallSite(address, names.get(address), Optional.empty())
                : CallSite.unknown(address);
    }

    static List<String> causes(MemoryJudgement judgement) {
        List<String> causes = new ArrayList<>();
        judgement.gaps().forEach(gap -> causes.add(gap.cause()));
        return causes;
    }

    private MarkerEcho mark(String name) {
        ledger.accept(new Marker(++now, 246, TID, name, counts));
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
                counts.calls() + calls);
    }
}
