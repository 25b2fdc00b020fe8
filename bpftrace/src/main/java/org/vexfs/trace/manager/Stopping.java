package org.vexfs.trace.manager;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.Quantity;

/** The end of a running trace: it is asked to end, and killed if it does not. No other process gets its signals. */
final class Stopping {

    private final RunningTrace trace;
    private final ProcessIdentity process;
    private final long began = System.nanoTime();
    private boolean withoutRights;
    private boolean killed;
    private @Nullable Duration took;

    /** @param process the process that the trace names */
    Stopping(RunningTrace trace, ProcessIdentity process) {
        this.trace = trace.printable();
        this.process = process;
    }

    /** Prepares to stop a trace; empty if it has ended by itself. */
    static Optional<Stopping> of(RunningTrace trace) {
        return ProcessIdentity.of(trace.pid())
                .filter(process -> process.start().equals(trace.processStart()))
                .map(process -> new Stopping(trace, process));
    }

    /** Asks it to end: it takes in what is on its way, and writes its report. */
    void terminate() {
        signal(false);
    }

    /** Kills it. */
    void kill() {
        killed = true;
        signal(true);
    }

    /** Java's handle is taken before the look at the process: it compares its own start again. */
    private void signal(boolean kill) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (handle.isPresent() && process.runs()) {
            boolean sent = kill ? handle.get().destroyForcibly() : handle.get().destroy();
            withoutRights = !sent && process.runs();
        }
    }

    /** Gives whether there is nothing more to wait for: it has ended, or cannot be signalled. */
    boolean over() {
        if (took == null && !withoutRights && !process.runs()) {
            took = Duration.ofNanos(System.nanoTime() - began);
        }
        return took != null || withoutRights;
    }

    /** Gives whether it was seen to have ended. */
    boolean ended() {
        return took != null;
    }

    RunningTrace trace() {
        return trace;
    }

    /** Gives how it ended, for programs. */
    String how() {
        if (withoutRights) {
            return "no_rights";
        }
        if (took == null) {
            return "not_ended";
        }
        return killed ? "killed" : "ended";
    }

    /** Says how it ended, or why it did not. */
    String text() {
        if (withoutRights) {
            return "cannot end " + trace.name() + ": its process belongs to another user. Remedy: run this as root.";
        }
        if (took == null) {
            return trace.name() + " is still there after it was killed. Remedy: 'cat /proc/" + trace.pid()
                    + "/stack', as root, says what the kernel keeps it for.";
        }
        return (killed ? "Killed " : "Ended ") + trace.name() + " after " + Quantity.time(took.toNanos())
                + (killed ? "; its result may be cut off: " : ", with its result: ") + trace.result();
    }
}
