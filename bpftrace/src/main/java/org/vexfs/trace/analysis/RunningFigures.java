package org.vexfs.trace.analysis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.TraceEvent;

/**
 * The figures of a whole trace while it runs, by the meters that windows are judged with. Of calls that are only added up in
 * the kernel it knows what the last {@link OperationTotals} said. Not safe for use by several threads.
 */
public final class RunningFigures {

    private static final Marker BEGINNING = new Marker(0, 0, 0, "", Counts.NONE);

    private final OperationMeter operations;
    private final RecentEvents recent;
    private final TotalledCalls totalled;
    private final UsageMeter memory;
    private @Nullable OperationTotals totals;
    private long now;

    /**
     * Begins.
     *
     * @param indirect what it means if memory is held that a deeper part of the kernel allocated
     * @param names tells what stands at an address, and looks for no source lines
     */
    public RunningFigures(
            OperationSettings settings, UsageSettings usage, IndirectAllocations indirect, CallSites names) {
        WindowScope scope = new WindowScope(BEGINNING, Attribution.MODULE, indirect);
        this.operations = new OperationMeter(scope, settings);
        this.recent = new RecentEvents(operations::accept);
        this.totalled = new TotalledCalls(settings);
        this.memory = new UsageMeter(scope, usage, names);
    }

    /** Takes what the trace tells next. */
    public void accept(TraceEvent event) {
        if (event instanceof Operation call) {
            recent.accept(call.returned(), call);
        } else if (event instanceof Contention wait) {
            recent.accept(wait.nanos(), wait);
        } else if (event instanceof AbandonedCall call) {
            recent.accept(call.nanos(), call);
        } else if (event instanceof Heartbeat heartbeat) {
            now = heartbeat.nanos();
            recent.accept(now, heartbeat);
        } else if (event instanceof OperationTotals read) {
            totals = read;
        } else {
            memory.accept(event);
        }
    }

    /** Takes note that nothing follows: what was held back, to be put in order, counts now. */
    public void ended() {
        recent.releaseUpTo(Long.MAX_VALUE);
    }

    /** Gives what the module did since the trace began. */
    public OperationProfile operations() {
        OperationProfile told = operations.profile(now);
        OperationTotals read = totals;
        return read == null ? told : totalled.addedTo(told, Optional.empty(), read);
    }

    /** Gives what the module holds. */
    public MemoryLevel memory() {
        return memory.level(now);
    }
}
