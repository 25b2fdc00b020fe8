package org.vexfs.trace.junit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CacheUse;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.MapReadings;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.Throughput;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.report.CustomScriptText;
import org.vexfs.trace.report.FindingText;
import org.vexfs.trace.report.OperationText;
import org.vexfs.trace.report.UsageText;
import org.vexfs.trace.session.TraceWindow;

/**
 * What the kernel module did since the test began. A parameter of test methods, {@code @BeforeEach} and
 * {@code @AfterEach} methods; where a class is traced as a whole, of its {@code @BeforeAll} and {@code @AfterAll} methods,
 * too, and then what it did since before those. In a dynamic test the trace that its factory took tells of the dynamic test.
 *
 * <p>Reading it flushes: whatever the kernel told before the call is in the answer. What the test's scripts do not tell
 * of cannot be read: that is an {@link IllegalStateException} which names the script to add.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class VexfsTrace {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Supplier<TraceWindow> current;
    private final SuppressionsInUse suppressions;

    VexfsTrace(TraceWindow window) {
        this(() -> window, SuppressionsInUse.none());
    }

    /**
     * Gives what windows tell.
     *
     * @param current gives the one that counts when the trace is asked
     */
    VexfsTrace(Supplier<TraceWindow> current, SuppressionsInUse suppressions) {
        this.current = current;
        this.suppressions = suppressions;
    }

    private TraceWindow window() {
        return current.get();
    }

    /** Gives the name of the module that is traced. */
    public String module() {
        return window().module();
    }

    /** Gives the file that holds the trace. */
    public Path capture() {
        return window().capture();
    }

    /**
     * Marks a place in the test, to judge what comes after it by itself.
     *
     * <pre>{@code
     * store.search(vector);                                  // fills the cache
     * VexfsTrace.Mark warm = trace.mark("after warm-up");
     * store.search(vector);
     * assertThat(trace.since(warm)).noLeaks();
     * }</pre>
     *
     * @param name what to call the place in messages
     */
    public Mark mark(String name) {
        return new Mark(name, window(), window().openWithin(name));
    }

    /**
     * Gives the trace since a mark. What was allocated before it and is held counts no more, what is freed twice counts if
     * the second free comes after it, and calls count that began after it.
     *
     * @throws IllegalArgumentException if the mark is another trace's
     */
    public VexfsTrace since(Mark mark) {
        if (mark.around != window()) {
            throw new IllegalArgumentException("the mark \"" + mark.name + "\" is of "
                    + mark.around.test().displayName() + ", not of "
                    + window().test().displayName());
        }
        return new VexfsTrace(() -> mark.window, suppressions);
    }

    /**
     * Waits until the trace tells of something.
     *
     * <pre>{@code
     * store.delete(1);   // frees after an RCU grace period
     * trace.await(now -> now.frees().size() == 3, Duration.ofSeconds(2));
     * }</pre>
     *
     * @param condition is asked again and again, each time of all that the kernel told before
     * @param timeout how long to wait at most
     * @return this trace
     * @throws AssertionError if the condition does not come to hold in time
     * @throws InconclusiveTraceError if it does not, and the trace is incomplete
     * @throws IllegalStateException if the thread is interrupted, which it stays
     */
    public VexfsTrace await(Predicate<VexfsTrace> condition, Duration timeout) {
        long began = System.nanoTime();
        while (!condition.test(this)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException(window().test().displayName() + " was interrupted while it waited");
            }
            if (System.nanoTime() - began > timeout.toNanos()) {
                completeness().raise();
                throw new AssertionError(FindingText.late(window(), timeout));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return this;
    }

    /** Gives everything that happened so far, in the order in which it arrived. */
    public List<TraceEvent> events() {
        return window().events();
    }

    /** Gives what the module allocated so far. */
    public List<Allocation> allocations() {
        requireMemory();
        return eventsOf(Allocation.class);
    }

    /** Gives the frees so far that concern the module, whoever called them. */
    public List<Free> frees() {
        requireMemory();
        return eventsOf(Free.class);
    }

    /**
     * Gives what is held so far, grouped by where it was allocated, without what the configuration suppresses; waits for
     * late frees as configured.
     */
    public List<Leak> leaks() {
        requireMemory();
        return judge("leaks").leakFindings();
    }

    /** Gives what was freed twice so far. */
    public List<DoubleFree> doubleFrees() {
        requireMemory();
        return window().judgeMemory("doubleFrees").doubleFreeFindings();
    }

    /** Gives how memory was used so far; waits for no late frees. */
    public MemoryUsage memory() {
        requireMemory();
        return window().sampleMemory("memory").usage();
    }

    /**
     * Gives what the module's functions did so far: the calls that began and returned since the test began, by function
     * and by category.
     */
    public OperationProfile operations() {
        return profile("operations");
    }

    /**
     * Gives how long calls took so far, in nanoseconds.
     *
     * @param functions a pattern of the functions that were called, in which {@code *} stands for any characters
     */
    public Distribution latency(String functions) {
        return profile("latency(" + functions + ")").matching(functions).latency();
    }

    /** Gives how locks were waited for and held so far, in nanoseconds. */
    public LockUse locks() {
        return profile("locks").all().locks();
    }

    /** Gives how many lookups in the module's caches found something so far, and how many did not. */
    public CacheUse cache() {
        return profile("cache").all().cache();
    }

    /** Gives how many bytes were read and written so far, and how fast. */
    public Throughput throughput() {
        return profile("throughput").all().throughput();
    }

    /** Gives how many calls returned which errno so far, such as 12 for -ENOMEM; a cache's miss is none. */
    public Map<Integer, Long> errors() {
        return profile("errors").all().errors();
    }

    /** Gives what was conspicuous so far, as configured; what happened in an interval that is not over yet is judged, too. */
    public List<Alert> alerts() {
        if (!window().tellsMemory()) {
            return profile("alerts").alerts();
        }
        List<Alert> alerts = new ArrayList<>(
                window().sampleMemory("alerts").usage().details().alerts());
        if (window().tellsOperations()) {
            alerts.addAll(profile("alerts").alerts());
        }
        return alerts;
    }

    /**
     * Gives what the test's own script printed so far, by lines: with {@code printf}, with {@code print} of what is no map,
     * with {@code time}, {@code cat} or {@code join}. A line that is not ended yet is the last one. Maps that the script
     * prints are no lines; see {@link #maps()}.
     *
     * @throws IllegalStateException if the test traces no script of its own
     * @throws InconclusiveTraceError if something that it printed may be missing; what there is, is in {@link #events()}
     */
    public List<String> lines() {
        return custom("lines").lines();
    }

    /**
     * Gives what the maps of the test's own script hold, and what came to them since the test began.
     *
     * <pre>{@code
     * store.open();
     * assertThat(trace.maps().change("@opens").at("vexfs_open").number()).isEqualTo(1);
     * }</pre>
     *
     * @throws IllegalStateException if the test traces no script of its own
     * @throws InconclusiveTraceError if something that belongs into them may be missing
     */
    public MapReadings maps() {
        return custom("maps").maps();
    }

    private CustomJudgement custom(String name) {
        if (!window().tellsCustom()) {
            throw new IllegalStateException(tellsNothing("a script of its own", window())
                    + "trace it with @TraceVexfs(script = CUSTOM, file = ...).");
        }
        CustomJudgement judgement = window().judgeCustom(name);
        Answer.ofCompleteness(judgement, window()).raise();
        return judgement;
    }

    private OperationProfile profile(String name) {
        if (!window().tellsOperations()) {
            throw new IllegalStateException(noOperations(window()));
        }
        return window().judgeOperations(name).profile();
    }

    private void requireMemory() {
        if (!window().tellsMemory()) {
            throw new IllegalStateException(noMemory(window()));
        }
    }

    /**
     * Gives the verdict so far: of memory, whether there are leaks and double frees, after waiting for late frees as
     * configured; of operations, and of a script of its own, whether the trace has all that there was.
     */
    public Verdict verdict() {
        Verdict memory = window().tellsMemory() ? judge("verdict").verdict() : Verdict.PASSED;
        Verdict operations =
                window().tellsOperations() ? window().judgeOperations("verdict").completeness() : Verdict.PASSED;
        Verdict custom =
                window().tellsCustom() ? window().judgeCustom("verdict").completeness() : Verdict.PASSED;
        return memory.and(operations).and(custom);
    }

    /**
     * Asks whether the trace has everything that happened so far of what its scripts tell of.
     *
     * @return what to say where the verdict is not PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public Answer completeness() {
        String name = MemoryAssertion.IS_COMPLETE.assertion();
        Answer memory = window().tellsMemory() ? ask(MemoryAssertion.IS_COMPLETE) : Answer.PASSED;
        Answer operations = window().tellsOperations()
                ? Answer.ofCompleteness(window().judgeOperations(name), window())
                : Answer.PASSED;
        Answer custom =
                window().tellsCustom() ? Answer.ofCompleteness(window().judgeCustom(name), window()) : Answer.PASSED;
        return memory.and(operations).and(custom);
    }

    /**
     * Asks for something of the trace so far.
     *
     * @return what to say where the verdict is not PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public Answer ask(MemoryAssertion assertion) {
        return window().tellsMemory()
                ? Answer.of(assertion, judge(assertion.assertion()), window())
                : Answer.withoutMemory(window());
    }

    /**
     * Asks for something of the trace so far, leaving out some leaks besides those that the configuration leaves out.
     *
     * @return what to say where the verdict is not PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public Answer ask(MemoryAssertion assertion, Suppressions further) {
        if (!window().tellsMemory()) {
            return Answer.withoutMemory(window());
        }
        MemoryJudgement judgement =
                suppressions.apply(window().judgeMemory(assertion.assertion(), further), window().day());
        return Answer.of(assertion, further.applyEach(judgement, window().day()), window());
    }

    private MemoryJudgement judge(String assertion) {
        return suppressions.apply(window().judgeMemory(assertion), window().day());
    }

    /**
     * Asks how memory was used so far; waits for no late frees.
     *
     * @return what to say where the verdict is not PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public Answer ask(UsageAssertion assertion) {
        return window().tellsMemory()
                ? Answer.of(assertion, window().sampleMemory(assertion.assertion()), window())
                : Answer.withoutMemory(window());
    }

    /**
     * Asks what the module's operations came to so far.
     *
     * @return what to say where the verdict is not PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public Answer ask(OperationAssertion assertion) {
        return window().tellsOperations()
                ? Answer.of(assertion, window().judgeOperations(assertion.assertion()), window())
                : Answer.withoutOperations(window());
    }

    private <T extends TraceEvent> List<T> eventsOf(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public String toString() {
        return "trace of module " + module() + " in " + window().test().displayName();
    }

    private static String noMemory(TraceWindow window) {
        return tellsNothing("memory", window) + add("MEMORY", window) + ".";
    }

    private static String noOperations(TraceWindow window) {
        return tellsNothing("operations", window) + add("PERFORMANCE or KERNEL", window) + ".";
    }

    /** Gives how to have a script that a test lacks, as a sentence without its full stop. */
    static String add(String script, TraceWindow window) {
        return window.tellsCustom()
                ? "trace a test of its own with @TraceVexfs(script = " + script + "); CUSTOM runs alone"
                : "add " + script + " to @TraceVexfs(script = ...)";
    }

    private static String tellsNothing(String subject, TraceWindow window) {
        String scripts =
                window.scripts().stream().sorted().map(TraceScript::name).collect(Collectors.joining(" and "));
        return "the trace of module " + window.module() + " tells nothing of " + subject + " in "
                + window.test().displayName() + ", which traces only " + scripts + ".\nWhat to do: ";
    }

    /** A place in a test, see {@link VexfsTrace#mark}. */
    public static final class Mark {

        private final String name;
        private final TraceWindow around;
        private final TraceWindow window;

        private Mark(String name, TraceWindow around, TraceWindow window) {
            this.name = name;
            this.around = around;
            this.window = window;
        }

        @Override
        public String toString() {
            return "mark \"" + name + "\"";
        }
    }

    /**
     * An answer to an assertion.
     *
     * @param verdict what it comes to
     * @param text what to say; empty for PASSED
     */
    @API(status = Status.INTERNAL, since = "0.1")
    public record Answer(Verdict verdict, String text) {

        private static final Answer PASSED = new Answer(Verdict.PASSED, "");

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

        static Answer of(OperationAssertion assertion, OperationJudgement judgement, TraceWindow window) {
            Verdict verdict = assertion.verdict(judgement);
            return new Answer(verdict, verdict == Verdict.PASSED ? "" : OperationText.of(assertion, judgement, window));
        }

        static Answer ofCompleteness(OperationJudgement judgement, TraceWindow window) {
            return new Answer(judgement.completeness(), OperationText.of(judgement, window));
        }

        static Answer ofCompleteness(CustomJudgement judgement, TraceWindow window) {
            return new Answer(judgement.completeness(), CustomScriptText.of(judgement, window));
        }

        /** Answers what is asked of memory where the window does not tell of it. */
        static Answer withoutMemory(TraceWindow window) {
            return new Answer(Verdict.INCONCLUSIVE, "INCONCLUSIVE: " + noMemory(window));
        }

        /** Answers what is asked of operations where the window does not tell of them. */
        static Answer withoutOperations(TraceWindow window) {
            return new Answer(Verdict.INCONCLUSIVE, "INCONCLUSIVE: " + noOperations(window));
        }

        /** Gives what both come to. */
        Answer and(Answer other) {
            return new Answer(
                    verdict.and(other.verdict),
                    Stream.of(text, other.text).filter(said -> !said.isEmpty()).collect(Collectors.joining("\n\n")));
        }
    }
}
