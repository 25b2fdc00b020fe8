package org.vexfs.trace.event;

/**
 * bpftrace's own word that something is missing from the trace.
 *
 * @param records how many records were lost on their way; 0 for an error of a program, which lost none
 * @param what the message, such as {@code Map full; can't update element}
 */
public record Loss(long records, String what) implements TraceEvent {

    /** Gives whether a program could not do something that its own counters do not tell, as they tell of a full map. */
    public boolean isError() {
        return records == 0 && !what.startsWith("Map full");
    }
}
