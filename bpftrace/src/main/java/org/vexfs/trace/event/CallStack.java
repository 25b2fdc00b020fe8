package org.vexfs.trace.event;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The return addresses on a kernel stack, innermost first; empty where the kernel gave none. */
public final class CallStack {

    public static final CallStack EMPTY = new CallStack();

    private final long[] frames;

    public CallStack(long... frames) {
        this.frames = frames.clone();
    }

    /** Gives how many frames there are. */
    public int depth() {
        return frames.length;
    }

    /** Gives the frames, innermost first. */
    public LongStream frames() {
        return Arrays.stream(frames);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallStack stack && Arrays.equals(frames, stack.frames);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(frames);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (long frame : frames) {
            text.append(text.length() > 1 ? ", " : "").append("0x").append(Long.toHexString(frame));
        }
        return text.append(']').toString();
    }
}
