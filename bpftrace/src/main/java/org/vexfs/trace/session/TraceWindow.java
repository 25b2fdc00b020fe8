package org.vexfs.trace.session;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.TraceEvent;

/** What the kernel did for one test, live or captured. */
public interface TraceWindow {

    /** The name under which a window is judged when it ends, whether or not a test asserts anything. */
    String END = "window";

    /** The name under which operations are judged when a test's own code has ended, whether or not it asserts anything. */
    String EXECUTION = "execution";

    /** Gives the run of a test that it belongs to. */
    TestId test();

    /** Gives the name of the module that was traced. */
    String module();

    /** Gives why findings name no source lines; empty where they can. */
    String sourcesMissing();

    /** Gives what its latencies depend on apart from the module. */
    default Environment environment() {
        return Environment.NONE;
    }

    /** Gives the capture that holds its events. */
    Path capture();

    /**
     * Judges what has happened to memory in the window up to now; everything that the kernel told before the call counts.
     *
     * @param assertion what asks, by name; it is written into the capture, so that a replay asks the same
     * @throws IllegalStateException if the window does not tell of memory
     */
    MemoryJudgement judgeMemory(String assertion);

    /**
     * Does the same for an assertion that leaves out leaks. They are still in the judgement; what the assertion leaves
     * out is written into the capture, so that a replay leaves out the same.
     */
    default MemoryJudgement judgeMemory(String assertion, Suppressions suppressions) {
        return judgeMemory(assertion);
    }

    /** Does the same at once: what is about to be freed counts as held. */
    default MemoryJudgement sampleMemory(String assertion) {
        return judgeMemory(assertion);
    }

    /**
     * Opens a window within this one, on what happens from now on. It ends when this one does, and is judged only when it
     * is asked.
     *
     * @param mark what to call this place
     */
    TraceWindow openWithin(String mark);

    /** Gives what it looks at. */
    default Set<TraceScript> scripts() {
        return Set.of(TraceScript.MEMORY);
    }

    /** Gives whether it tells of memory. */
    default boolean tellsMemory() {
        return scripts().contains(TraceScript.MEMORY);
    }

    /** Gives whether it tells of operations. */
    default boolean tellsOperations() {
        return TraceScript.anyTellsOperations(scripts());
    }

    /**
     * Judges the operations of the window up to now; everything that the kernel told before the call counts.
     *
     * @param assertion what asks, by name; it is written into the capture, so that a replay asks the same
     * @throws IllegalStateException if the window does not tell of operations
     */
    default OperationJudgement judgeOperations(String assertion) {
        throw new IllegalStateException(test().displayName() + " does not trace operations");
    }

    /** Gives whether it tells what the user's own script does. */
    default boolean tellsCustom() {
        return scripts().contains(TraceScript.CUSTOM);
    }

    /**
     * Tells what the user's script told within the window up to now; everything that it told before the call counts.
     *
     * @param assertion what asks, by name; it is written into the capture, so that a replay asks the same
     * @throws IllegalStateException if the window is of no such script
     */
    default CustomJudgement judgeCustom(String assertion) {
        throw new IllegalStateException(test().displayName() + " traces no script of its own");
    }

    /** Gives the day on which it was traced; what expires after that day had not expired. */
    default LocalDate day() {
        return LocalDate.now();
    }

    /** Gives the window's events up to now, in order. */
    List<TraceEvent> events();
}
