package org.vexfs.trace.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.KernelWarnings;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.TraceEvent;

/**
 * Finds the threads of this process that the kernel kills. It does so to a thread in which it finds a bug, and says why in
 * its log; the JVM is told nothing, and whoever waits for the thread, or for a lock that it held, waits for ever.
 *
 * <p>If that is the thread that the JVM's main method runs on, the JVM ends at once, with status 0, before anything can be
 * found here: see {@link Aftermath}.
 */
final class KilledThreads {

    private final int pid;
    private final Path tasks;
    private final Supplier<List<KernelLogLine>> log;
    private final Executor aside;
    private final Consumer<String> killed;
    private final Set<Integer> suspects = new HashSet<>();

    /**
     * Begins to watch.
     *
     * @param pid this process, as the kernel counts processes
     * @param tasks the folder that has an entry for each of its threads
     * @param log reads the kernel's log
     * @param aside runs what takes its time
     * @param killed is told aside which thread was killed, and why
     */
    KilledThreads(int pid, Path tasks, Supplier<List<KernelLogLine>> log, Executor aside, Consumer<String> killed) {
        this.pid = pid;
        this.tasks = tasks;
        this.log = log;
        this.aside = aside;
        this.killed = killed;
    }

    /** Takes an event of the trace; called on one thread only. */
    void accept(TraceEvent event) {
        if (event instanceof KernelLogLine line && line.pid() == pid) {
            suspects.add(line.tid());
        } else if (event instanceof Heartbeat && !suspects.isEmpty()) {
            List<Integer> gone = suspects.stream()
                    .filter(tid -> !Files.exists(tasks.resolve(tid.toString())))
                    .toList();
            if (!gone.isEmpty()) {
                gone.forEach(suspects::remove);
                // It takes a process to read the log, and the trace is to be read on meanwhile.
                aside.execute(() -> examine(gone));
            }
        }
    }

    /** A thread may also have ended in order after it made the kernel say something. */
    private void examine(List<Integer> gone) {
        List<KernelWarning> warnings = KernelWarnings.in(log.get());
        for (int tid : gone) {
            warnings.stream()
                    .filter(warning -> warning.kills(tid))
                    .reduce((earlier, last) -> last)
                    .ifPresent(oops -> killed.accept(
                            "the kernel killed thread " + tid + " of the test's JVM: " + oops.headline()));
        }
    }
}
