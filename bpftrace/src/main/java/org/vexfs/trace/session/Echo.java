package org.vexfs.trace.session;

import java.util.Optional;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.OperationsEcho;
import org.vexfs.trace.event.MarkerName;

/**
 * A marker as it came back, with the part of each script that the trace runs.
 *
 * @param name the marker's name
 * @param nanos when it was set, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param memory the memory script's part
 * @param operations the part of a script of operations
 */
record Echo(String name, long nanos, int pid, Optional<MarkerEcho> memory, Optional<OperationsEcho> operations) {

    /** Puts together the parts, of which there must be one at least. */
    static Echo of(Optional<MarkerEcho> memory, Optional<OperationsEcho> operations) {
        return memory.map(part -> new Echo(
                        part.marker().name(),
                        part.marker().nanos(),
                        part.marker().pid(),
                        memory,
                        operations))
                .orElseGet(() -> {
                    OperationsEcho part = operations.orElseThrow();
                    return new Echo(
                            part.marker().name(),
                            part.marker().nanos(),
                            part.marker().pid(),
                            memory,
                            operations);
                });
    }

    /** Gives whether every event that the kernel side emitted before the marker has arrived. */
    boolean complete() {
        return memory.map(MarkerEcho::complete).orElse(true)
                && operations.map(OperationsEcho::complete).orElse(true);
    }

    /** Gives whether every event that the kernel side emitted between an earlier marker and this one has arrived. */
    boolean completeSince(Echo start) {
        return memory.map(part -> part.completeSince(start.memory.orElseThrow()))
                        .orElse(true)
                && operations
                        .map(part -> part.completeSince(start.operations.orElseThrow()))
                        .orElse(true);
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
