package org.vexfs.trace.manager;

import java.io.PrintWriter;
import java.util.List;

/** Where users give the trace manager its commands, and so how they spell them and what they take. */
public enum FrontEnd {
    /** {@code bpftrace/tools/vexfs_trace_manager.sh}. */
    COMMAND_LINE(TraceManager.NAME + ": ", TraceManager.NAME + " ", "--verbose", TraceManager.NAME + " help", " "),

    /** The goals of the Maven plugin; Maven says itself which of them complains. */
    MAVEN("", "mvn vexfs-trace:", "-Dvexfs.trace.manager.verbose", "mvn vexfs-trace:help -Ddetail", " -Dgoal=");

    private final String complaint;
    private final String command;
    private final String verbose;
    private final String help;
    private final String helpOf;

    FrontEnd(String complaint, String command, String verbose, String help, String helpOf) {
        this.complaint = complaint;
        this.command = command;
        this.verbose = verbose;
        this.help = help;
        this.helpOf = helpOf;
    }

    /**
     * Runs a command.
     *
     * @param arguments its name, and what it takes
     * @param out where to write what it found
     * @param err where to complain
     * @return its exit status: 0 where it is done, 1 where the arguments or the configuration are wrong, 2 where no trace can
     *     start here, 3 where something was found that it was to fail on, 4 where a trace may have missed something
     */
    public int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        return TraceManager.commandLine(this).setOut(out).setErr(err).execute(arguments.toArray(String[]::new));
    }

    /** Gives where to tell how a command goes on: what it writes stands in a build's log anyway, where it warns is read twice. */
    PrintWriter progress(PrintWriter out, PrintWriter err) {
        return this == MAVEN ? out : err;
    }

    /** Gives a complaint as users are to read it. */
    String complaint(String message) {
        return complaint + message;
    }

    /** Gives what has every command say more. */
    String verbose() {
        return verbose;
    }

    /** Gives what runs a command so that it says more. */
    String verbose(String name) {
        return command + name + " " + verbose;
    }

    /** Gives what tells of the commands. */
    String help() {
        return help;
    }

    /** Gives what tells of a command. */
    String help(String name) {
        return help + helpOf + name;
    }
}
