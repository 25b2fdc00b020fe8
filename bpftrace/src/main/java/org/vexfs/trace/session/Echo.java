package org.vexfs.trace.session;

import java.util.Optional;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.OperationsEcho;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationsMarker;

/**
 * A marker as it came back, with the part of each script that the trace runs.
 *
 * @param name the marker's name
 * @param nanos when it was set, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param memory the memory script's part
 * @param operations the part of a script of operations
 * @param custom the part of a program with a user's script
 */
record Echo(
        String name,
        long nanos,
        int pid,
        Optional<MarkerEcho> memory,
        Optional<OperationsEcho> operations,
        Optional<CustomEcho> custom) {

    /** Puts together the parts, of which there must be one at least. */
    static Echo of(Optional<MarkerEcho> memory, Optional<OperationsEcho> operations, Optional<CustomEcho> custom) {
        if (memory.isPresent()) {
            Marker marker = memory.get().marker();
            return new Echo(marker.name(), marker.nanos(), marker.pid(), memory, operations, custom);
        }
        if (operations.isPresent()) {
            OperationsMarker marker = operations.get().marker();
            return new Echo(marker.name(), marker.nanos(), marker.pid(), memory, operations, custom);
        }
        CustomMarker marker = custom.orElseThrow().marker();
        return new Echo(marker.name(), marker.nanos(), marker.pid(), memory, operations, custom);
    }

    /** Gives whether every event that the kernel side emitted before the marker has arrived. */
    boolean complete() {
        return memory.map(MarkerEcho::complete).orElse(true)
                && operations.map(OperationsEcho::complete).orElse(true)
                && custom.map(CustomEcho::complete).orElse(true);
    }

    /** Gives whether every event that the kernel side emitted between an earlier marker and this one has arrived. */
    boolean completeSince(Echo start) {
        return memory.map(part -> part.completeSince(start.memory.orElseThrow()))
                        .orElse(true)
                && operations
                        .map(part -> part.completeSince(start.operations.orElseThrow()))
                        .orElse(true)
                && custom.map(part -> part.completeSince(start.custom.orElseThrow()))
                        .orElse(true);
    }

    /** Gives how many events that the kernel side emitted between an earlier marker and this one have not arrived. */
    long missingSince(Echo start) {
        long ofMemory = memory.map(part -> part.missingSince(start.memory.orElseThrow()))
                .orElse(0L);
        OperationCounts ofOperations = operations
                .map(part -> part.missingSince(start.operations.orElseThrow()))
                .orElse(OperationCounts.NONE);
        return Math.max(0, ofMemory)
                + Math.max(0, ofOperations.told() + ofOperations.abandoned() + ofOperations.contentions());
    }

    /** Gives whether the marker asked for that. */
    boolean asksFor(MarkerName.Kind kind) {
        return name.charAt(MarkerName.KIND_INDEX) == kind.letter();
    }

    /** Gives how many calls the kernel side had only added up. */
    long totalled() {
        return operations.map(part -> part.marker().counts().totalled()).orElse(0L);
    }
}
