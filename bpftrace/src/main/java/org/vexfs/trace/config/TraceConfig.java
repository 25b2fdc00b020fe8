package org.vexfs.trace.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to trace.
 *
 * @param module the kernel module under test
 * @param moduleFile its file with debug info; empty to look for it below {@code /lib/modules}
 * @param functions patterns of the functions whose calls show that a test exercised it
 * @param moduleCheck whether the module must be loaded when the trace starts
 * @param mode whether to trace, to judge captures again, or neither
 * @param replaysBodies whether a test's own code runs in a replay, too
 * @param unavailable what a test gets where no trace can start
 * @param outputDirectory where captures and records go
 * @param command the command that starts bpftrace, and its first arguments
 * @param startTimeout how long bpftrace may take until it answers
 * @param answerTimeout how long a marker may take to come back
 * @param lockTimeout how long to wait for another build on this machine
 * @param ringPages the size of the ring between kernel and bpftrace, in pages of 4 KiB
 * @param maxObjects how many live objects the kernel side can hold
 * @param settle what to do about objects that are still held when a window is judged
 * @param attribution which of what the module did a test answers for
 * @param isolation who shares a bpftrace
 * @param indirect what it means if memory is held that a deeper part of the kernel allocated for the module
 * @param usage what of the memory's use is told on its own
 * @param scripts what to trace
 * @param toldPerSecond how many calls of the module's functions may be told one by one in a second
 * @param sections the parts of the scripts that are switched on
 * @param operations how operations are told apart
 * @param customScript the user's own script; empty unless that is what is traced
 * @param suppressions the file of the leaks that are known and not to count; empty for none
 * @param byHand how to trace where no test asks for it
 * @param integration whom such traces are told to
 * @param advanced how bpftrace and the kernel's symbols are dealt with
 */
public record TraceConfig(
        String module,
        Optional<Path> moduleFile,
        List<String> functions,
        boolean moduleCheck,
        Mode mode,
        boolean replaysBodies,
        Unavailable unavailable,
        Path outputDirectory,
        List<String> command,
        Duration startTimeout,
        Duration answerTimeout,
        Duration lockTimeout,
        int ringPages,
        int maxObjects,
        Settle settle,
        Attribution attribution,
        Isolation isolation,
        IndirectAllocations indirect,
        UsageSettings usage,
        Set<TraceScript> scripts,
        int toldPerSecond,
        Set<String> sections,
        OperationSettings operations,
        Optional<Path> customScript,
        Optional<Path> suppressions,
        ByHand byHand,
        Integration integration,
        Advanced advanced) {

    public TraceConfig {
        functions = List.copyOf(functions);
        command = List.copyOf(command);
        scripts = Set.copyOf(scripts);
        sections = Set.copyOf(sections);
    }

    /** Gives the same with these scripts. */
    public TraceConfig withScripts(Set<TraceScript> others) {
        return new TraceConfig(
                module,
                moduleFile,
                functions,
                moduleCheck,
                mode,
                replaysBodies,
                unavailable,
                outputDirectory,
                command,
                startTimeout,
                answerTimeout,
                lockTimeout,
                ringPages,
                maxObjects,
                settle,
                attribution,
                isolation,
                indirect,
                usage,
                others,
                toldPerSecond,
                sections,
                operations,
                customScript,
                suppressions,
                byHand,
                integration,
                advanced);
    }

    /** Gives how long a trace by hand is where the command line does not say: its time, or the timeout if that is less. */
    public Duration usualDuration() {
        Duration timeout = advanced.programTimeout();
        return byHand.duration().compareTo(timeout) <= 0 ? byHand.duration() : timeout;
    }

    /** Gives whether the user's own script is what is traced. */
    public boolean tracesCustomScript() {
        return scripts.contains(TraceScript.CUSTOM);
    }

    /** Gives whether anything that is traced tells of operations. */
    public boolean tellsOperations() {
        return TraceScript.anyTellsOperations(scripts);
    }

    /** Gives whether one running trace can serve both, as far as it has the scripts that each asks for. */
    public boolean sameProgram(TraceConfig other) {
        return module.equals(other.module)
                && functions.equals(other.functions)
                && command.equals(other.command)
                && outputDirectory.equals(other.outputDirectory)
                && moduleCheck == other.moduleCheck
                && ringPages == other.ringPages
                && maxObjects == other.maxObjects
                && toldPerSecond == other.toldPerSecond
                && customScript.equals(other.customScript)
                && sections.equals(other.sections)
                && operations.sameProgram(other.operations)
                && advanced.equals(other.advanced);
    }

    /** Whether to trace. */
    public enum Mode {
        /** Trace the running kernel. */
        LIVE,
        /** Judge again what was captured. */
        REPLAY,
        /** Do not trace; a test that asks for a trace gets none. */
        OFF
    }

    /** What a test that asks for a trace gets where none can start. */
    public enum Unavailable {
        FAIL,
        SKIP
    }

    /**
     * What to do, in this order, about objects that are still held when a window is judged.
     *
     * @param waiting how long to wait for late frees
     * @param sync whether to write back file systems and wait for RCU callbacks
     * @param reclaim whether to drop the kernel's caches of dentries and inodes
     */
    public record Settle(Duration waiting, boolean sync, boolean reclaim) {}

    /**
     * How bpftrace and the kernel's symbols are dealt with.
     *
     * @param programTimeout how long a trace by hand is at most where the command line does not say how long
     * @param resolvesSymbols whether addresses are told as functions and source lines
     * @param symbolMap the file that says where the kernel's functions lie
     * @param debug whether what is traced, and what bpftrace complains of, is logged
     * @param verboseEbpf whether bpftrace is to say more, and that and its program are kept beside the capture
     * @param savesRawOutput whether what bpftrace prints is kept as it is beside the capture
     */
    public record Advanced(
            Duration programTimeout,
            boolean resolvesSymbols,
            String symbolMap,
            boolean debug,
            boolean verboseEbpf,
            boolean savesRawOutput) {}

    /**
     * How the trace manager traces.
     *
     * @param duration for how long, where it is not told
     * @param statsInterval how often a text result has a block of statistics
     * @param logLevel how much the trace manager logs
     * @param mostBytes how long a text result, and its capture, become before the trace ends
     * @param cleanupAfterDays how old results become before they are cleared away
     * @param output what a text result has
     */
    public record ByHand(
            Duration duration,
            Duration statsInterval,
            LogLevel logLevel,
            long mostBytes,
            int cleanupAfterDays,
            Output output) {}

    /** How much is logged: that, and what matters more. */
    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /**
     * What a text result has.
     *
     * @param timestamps whether its lines have the time of day
     * @param processInfo whether they have process and thread
     * @param functionNames whether they have the names of functions
     * @param errorStackTraces whether its report has stacks
     * @param alertInterval how long the same alert is not told again
     * @param summary whether its report has the figures of functions and memory
     * @param analysis whether its report is followed by an analysis
     * @param recommendations whether it is followed by recommendations
     */
    public record Output(
            boolean timestamps,
            boolean processInfo,
            boolean functionNames,
            boolean errorStackTraces,
            Duration alertInterval,
            boolean summary,
            boolean analysis,
            boolean recommendations) {}
}
