package org.vexfs.trace.manager;

import org.vexfs.trace.output.PrintableText;

/**
 * A trace that the trace manager runs.
 *
 * @param pid the process that runs it
 * @param processStart which of the processes with that number, as {@link ProcessIdentity#start()} has it
 * @param user who started it
 * @param script what is traced, such as {@code memory}
 * @param module the module's name
 * @param result the file of the text result
 * @param capture the file of the capture
 * @param since when it began, as ISO 8601
 * @param events how many events have arrived
 * @param lost how many bpftrace says that it lost
 */
record RunningTrace(
        long pid,
        String processStart,
        String user,
        String script,
        String module,
        String result,
        String capture,
        String since,
        long events,
        long lost) {

    /** Gives it with other numbers. */
    RunningTrace withProgress(long newEvents, long newLost) {
        return new RunningTrace(pid, processStart, user, script, module, result, capture, since, newEvents, newLost);
    }

    /** Gives it with another start of its process, and other files. */
    RunningTrace withPlace(String newStart, String newResult, String newCapture) {
        return new RunningTrace(pid, newStart, user, script, module, newResult, newCapture, since, events, lost);
    }

    /** Gives it as another user's. */
    RunningTrace withUser(String name) {
        return new RunningTrace(pid, processStart, name, script, module, result, capture, since, events, lost);
    }

    /** Gives it as it may be written to a terminal, which obeys some characters: another user wrote these texts. */
    RunningTrace printable() {
        return new RunningTrace(
                pid,
                PrintableText.line(processStart),
                PrintableText.line(user),
                PrintableText.line(script),
                PrintableText.line(module),
                PrintableText.line(result),
                PrintableText.line(capture),
                PrintableText.line(since),
                events,
                lost);
    }

    /** Says in a few words what runs where. */
    String name() {
        return "process " + pid + " of " + user + " (" + script + " of module " + module + ")";
    }
}
