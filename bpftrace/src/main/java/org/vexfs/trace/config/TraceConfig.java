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
        ByHand byHand) {

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
                byHand);
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
                && sections.equals(other.sections);
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
     * How the trace manager traces.
     *
     * @param duration for how long, where it is not told
     * @param statsInterval how often a text result has a block of statistics
     */
    public record ByHand(Duration duration, Duration statsInterval) {}
}
