package org.vexfs.trace.analysis;

import java.util.Collection;
import java.util.List;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OperationsMarker;

/**
 * What of a trace is a window's.
 *
 * @param start the marker that opened it, whose thread and process are the test's
 * @param attribution whose deeds count
 * @param indirect what it means if memory is held that a deeper part of the kernel allocated
 */
public record WindowScope(Marker start, Attribution attribution, IndirectAllocations indirect) {

    /** Makes the scope of a window of which only operations are of interest. */
    public static WindowScope startingAt(OperationsMarker marker, Attribution attribution) {
        return new WindowScope(
                new Marker(marker.nanos(), marker.pid(), marker.tid(), marker.name(), Counts.NONE),
                attribution,
                IndirectAllocations.IGNORE);
    }

    /** Gives whether what a thread of a process did counts. */
    boolean answersFor(int pid, int tid) {
        return switch (attribution) {
            case MODULE -> true;
            case PROCESS -> pid == start.pid();
            case THREAD -> tid == start.tid();
        };
    }

    /**
     * Gives the objects that the window answers for: those allocated within it, and those of any age that the module left
     * behind when it was unloaded within it.
     */
    List<LiveObject> select(Collection<LiveObject> held, List<ModuleChange> changes) {
        long unloaded = changes.stream()
                .filter(change -> !change.loaded())
                .mapToLong(ModuleChange::nanos)
                .max()
                .orElse(Long.MIN_VALUE);
        return held.stream()
                .filter(object -> object.since() < unloaded
                        || object.since() >= start.nanos() && answersFor(object.pid(), object.tid()))
                .toList();
    }
}
