package org.vexfs.trace.event;

/**
 * The program runs in the kernel.
 *
 * @param protocol the version of the lines that the script prints
 * @param nanos when, in nanoseconds since boot
 */
public record Started(int protocol, long nanos) implements TraceEvent {

    /** The version that is understood here. */
    public static final int PROTOCOL = 2;

    /** Gives whether the lines mean what they are taken for; what else they mean nobody knows. */
    public boolean understood() {
        return protocol == PROTOCOL;
    }
}
