package org.vexfs.trace.junit;

import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.report.FindingText;
import org.vexfs.trace.report.UsageText;
import org.vexfs.trace.session.TraceWindow;

/**
 * What the kernel module did since the test began. A parameter of test methods, {@code @BeforeEach} and
 * {@code @AfterEach} methods.
 *
 * <p>Reading it flushes: whatever the kernel told before the call is in the answer.
 */
public final class VexfsTrace {

    private final TraceWindow window;
    private final SuppressionsInUse suppressions;

    VexfsTrace(TraceWindow window) {
        this(window, SuppressionsInUse.none());
    }

    VexfsTrace(TraceWindow window, SuppressionsInUse suppressions) {
        this.window = window;
        this.suppressions = suppressions;
    }

    /** Gives the name of the module that is traced. */
    public String module() {
        return window.module();
    }

    /** Gives the file that holds the trace. */
    public Path capture() {
        return window.capture();
    }

    /** Gives everything that happened so far, in the order in which it arrived. */
    public List<TraceEvent> events() {
        return window.events();
    }

    /** Gives what the module allocated so far. */
    public List<Allocation> allocations() {
        return eventsOf(Allocation.class);
    }

    /** Gives the frees so far that concern the module, whoever called them. */
    public List<Free> frees() {
        return eventsOf(Free.class);
    }

    /**
     * Gives what is held so far, grouped by where it was allocated, without what the configuration suppresses; waits for
     * late frees as configured.
     */
    public List<Leak> leaks() {
        return judge("leaks").leakFindings();
    }

    /** Gives what was freed twice so far. */
    public List<DoubleFree> doubleFrees() {
        return window.judgeMemory("doubleFrees").doubleFreeFindings();
    }

    /** Gives how memory was used so far; waits for no late frees. */
    public MemoryUsage memory() {
        return window.sampleMemory("memory").usage();
    }

    /** Gives the verdict on leaks and double frees so far; waits for late frees as configured. */
    public Verdict verdict() {
        return judge("verdict").verdict();
    }

    /**
     * Asks for something of the trace so far.
     *
     * @return what to say where the verdict is not PASSED
     */
    public Answer ask(MemoryAssertion assertion) {
        return Answer.of(assertion, judge(assertion.assertion()), window);
    }

    /**
     * Asks for something of the trace so far, leaving out some leaks besides those that the configuration leaves out.
     *
     * @return what to say where the verdict is not PASSED
     */
    public Answer ask(MemoryAssertion assertion, Suppressions further) {
        MemoryJudgement judgement =
                suppressions.apply(window.judgeMemory(assertion.assertion(), further), window.day());
        return Answer.of(assertion, further.applyEach(judgement, window.day()), window);
    }

    private MemoryJudgement judge(String assertion) {
        return suppressions.apply(window.judgeMemory(assertion), window.day());
    }

    /**
     * Asks how memory was used so far; waits for no late frees.
     *
     * @return what to say where the verdict is not PASSED
     */
    public Answer ask(UsageAssertion assertion) {
        MemoryJudgement judgement = window.sampleMemory(assertion.assertion());
        return Answer.of(assertion, judgement, window);
    }

    private <T extends TraceEvent> List<T> eventsOf(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public String toString() {
        return "trace of module " + module() + " in " + window.test().displayName();
    }

    /**
     * An answer to an assertion.
     *
     * @param verdict what it comes to
     * @param text what to say; empty for PASSED
     */
    public record Answer(Verdict verdict, String text) {

        /** Throws what a test fails with, unless the verdict is PASSED. */
        void raise() {
            switch (verdict) {
                case PASSED -> {}
                case FAILED -> throw new AssertionError(text);
                case INCONCLUSIVE -> throw new InconclusiveTraceError(text);
            }
        }

        static Answer of(MemoryAssertion assertion, MemoryJudgement judgement, TraceWindow window) {
            Verdict verdict = assertion.verdict(judgement);
            return new Answer(verdict, verdict == Verdict.PASSED ? "" : FindingText.of(assertion, judgement, window));
        }

        static Answer of(UsageAssertion assertion, MemoryJudgement judgement, TraceWindow window) {
            Verdict verdict = assertion.verdict(judgement);
            return new Answer(verdict, verdict == Verdict.PASSED ? "" : UsageText.of(assertion, judgement, window));
        }
    }
}
