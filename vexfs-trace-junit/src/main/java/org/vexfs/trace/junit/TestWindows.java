package org.vexfs.trace.junit;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;
import org.vexfs.trace.analysis.LeakGrowth;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.report.WindowRecords;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.session.Uninterrupted;
import org.vexfs.trace.session.WindowJudgement;

/** Opens the windows of tests, dynamic tests and classes, and judges them when they end. Kept in JUnit's stores. */
final class TestWindows {

    static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TestWindows.class);

    private TestWindows() {}

    /** Gives what is under way here: a test, or else the class around it that has a window. */
    static Optional<ActiveTest> active(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(ActiveTest.class, ActiveTest.class));
    }

    /** Gives the factory of a dynamic test, if that has a window of its own, and its tests, too. */
    static Optional<ActiveTest> factory(ExtensionContext context) {
        return shared(context) ? Optional.empty() : active(context);
    }

    /** Gives whether a test has no window of its own but its class's. */
    static boolean shared(ExtensionContext context) {
        ExtensionContext declaring = declaring(context);
        return declaring.getTestMethod().isPresent()
                && Declarations.of(declaring).tracing(declaring).sharedInClass();
    }

    /** Gives the context that knows the class, and the method: of a dynamic test that is its factory's. */
    static ExtensionContext declaring(ExtensionContext context) {
        ExtensionContext each = context;
        while (each.getTestClass().isEmpty()) {
            each = each.getParent().orElseThrow();
        }
        return each;
    }

    static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** Opens the window of a class, if it has one for all its tests. */
    static void openForClass(ExtensionContext context) {
        if (Tracing.opensWindow(context.getRequiredTestClass())) {
            TraceConfig config = Declarations.of(context).config(context);
            if (config.mode() != TraceConfig.Mode.OFF) {
                open(context, config);
            }
        }
    }

    /** Opens the window of a test, unless it shares the one of its class. */
    static void openForTest(ExtensionContext context) {
        Declarations declared = Declarations.of(context);
        Tracing tracing = declared.tracing(context);
        Optional<LeakGrowthTest> growth = growthTest(context);
        if (tracing.annotation().isEmpty() && growth.isEmpty()) {
            declared.expectations(context).requireNone(displayName(context));
        }
        if (tracing.onMethod() && tracing.annotation().orElseThrow().scope() == Scope.CLASS) {
            throw new ExtensionConfigurationException("@TraceVexfs of " + displayName(context)
                    + ": scope is CLASS, on a method. Remedy: put it on the class, or leave scope out.");
        }
        TraceConfig config = declared.config(context);
        if (config.mode() == TraceConfig.Mode.OFF) {
            if (TraceParameters.takesTrace(context.getRequiredTestMethod()) || growth.isPresent()) {
                throw new TestAbortedException("this test looks at a trace, and tracing is off (vexfs.trace.mode=off)");
            }
            return;
        }
        growth.ifPresent(repeated -> requirePossible(repeated, tracing, config, context));
        if (tracing.sharedInClass()) {
            active(context).ifPresent(shared -> requireSameThread(shared, context));
        } else {
            open(context, config);
        }
    }

    /** Opens a window of this very context. */
    static ActiveTest open(ExtensionContext context, TraceConfig config) {
        TraceSessions sessions = sessions(context);
        SuppressionsInUse suppressions = sessions.suppressions(config);
        TestId test = RunLog.INSTANCE.identify(context.getUniqueId(), displayName(context));
        ActiveTest active;
        if (config.mode() == TraceConfig.Mode.REPLAY) {
            ReplayedWindow window = sessions.replay(config, test);
            active = new ActiveTest(config, test, window, Optional.empty(), suppressions);
        } else {
            active = openLive(sessions, config, test, suppressions);
        }
        try {
            RunLog.INSTANCE.started(
                    config.outputDirectory(),
                    test,
                    active.window().capture(),
                    config.mode() == TraceConfig.Mode.REPLAY);
        } catch (UncheckedIOException e) {
            sessions.ends(active);
            throw e;
        }
        store(context).put(ActiveTest.class, active);
        return active;
    }

    private static ActiveTest openLive(
            TraceSessions sessions, TraceConfig config, TestId test, SuppressionsInUse suppressions) {
        try {
            return sessions.open(config, test, suppressions);
        } catch (ConfigurationException e) {
            throw new ExtensionConfigurationException("vexfs-trace: " + e.getMessage(), e);
        } catch (TraceUnavailableException e) {
            if (config.unavailable() == TraceConfig.Unavailable.SKIP) {
                throw new TestAbortedException("not traced: " + e.getMessage(), e);
            }
            throw new ExtensionConfigurationException(e.getMessage(), e);
        }
    }

    /** Ends the window of this very context, if it has one, writes down what it came to, and judges what is expected of it. */
    static void close(ExtensionContext context) {
        close(context, context.getExecutionException());
    }

    /**
     * Does the same for a test whose context does not know how it ended.
     *
     * @param failure what it threw, if anything
     */
    static void close(ExtensionContext context, Optional<Throwable> failure) {
        ActiveTest active = store(context).remove(ActiveTest.class, ActiveTest.class);
        if (active == null) {
            judgeShared(context);
            return;
        }
        WindowJudgement judgement;
        WindowRecords records;
        try {
            failure.ifPresent(active::threw);
            judgement = judge(active, Optional.ofNullable(store(context).remove(GrowthRun.class, GrowthRun.class)));
            records = active.record(judgement);
        } finally {
            sessions(context).ends(active);
        }
        if (failure.filter(TestAbortedException.class::isInstance).isPresent()) {
            return; // It did not do what its expectations are about; a failure after it would take its place.
        }
        Published.of(context, active, records);
        if (!active.dynamicFailed()) {
            ExtensionContext declaring = declaring(context);
            Declarations.of(declaring).expectations(declaring).judge(judgement, active.window());
        }
    }

    private static WindowJudgement judge(ActiveTest active, Optional<GrowthRun> run) {
        WindowJudgement judgement = active.close();
        return run.flatMap(GrowthRun::growth)
                .map(growth -> new WindowJudgement(
                        judgement.memory().map(growth::of), judgement.operations(), judgement.custom()))
                .orElse(judgement);
    }

    /** What is expected of one test by itself is judged when that ends, from what its class did until then. */
    private static void judgeShared(ExtensionContext context) {
        Optional<ActiveTest> active = active(context);
        if (!shared(context) || active.isEmpty() || aborted(context)) {
            return;
        }
        Expectations expectations = Expectations.ofMethod(context, displayName(context));
        if (!expectations.none()) {
            String asking = "expectations of " + displayName(context);
            WindowJudgement judgement = Uninterrupted.call(
                    () -> WindowJudgement.named(asking, active.get().window()));
            expectations.judge(active.get().suppressed(judgement), active.get().window());
        }
    }

    private static boolean aborted(ExtensionContext context) {
        return context.getExecutionException()
                .filter(TestAbortedException.class::isInstance)
                .isPresent();
    }

    /**
     * Refuses a test that runs on another thread than its window was opened on, if it answers only for that: what it does
     * would not count, and a leak would be none.
     */
    static void requireSameThread(ActiveTest active, ExtensionContext context) {
        if (!active.answersForThisThread()) {
            throw new ExtensionConfigurationException(
                    displayName(context) + " runs on a thread of its own, and attribution"
                            + " is THREAD, so its window would not see what it does. Remedy: set attribution = MODULE, or run it"
                            + " on the thread of its callbacks (no @Timeout with threadMode = SEPARATE_THREAD, no scope = CLASS"
                            + " with concurrent tests).");
        }
    }

    static Optional<LeakGrowthTest> growthTest(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), LeakGrowthTest.class);
    }

    private static void requirePossible(
            LeakGrowthTest growth, Tracing tracing, TraceConfig config, ExtensionContext context) {
        String where = "@LeakGrowthTest of " + displayName(context) + ": ";
        if (tracing.sharedInClass()) {
            throw new ExtensionConfigurationException(where + "its class is traced with scope = CLASS, and it needs a"
                    + " window of its own. Remedy: put a @TraceVexfs(script = MEMORY) on the method, too.");
        }
        if (!config.scripts().contains(TraceScript.MEMORY)) {
            throw new ExtensionConfigurationException(
                    where + "memory is not traced. Remedy: add MEMORY to @TraceVexfs(script = ...)");
        }
        if (growth.warmup() < 0) {
            throw new ExtensionConfigurationException(
                    where + "warmup is '" + growth.warmup() + "'; expected how often to call it first, at least 0");
        }
        if (growth.iterations() < LeakGrowth.FEWEST_ITERATIONS) {
            throw new ExtensionConfigurationException(where + "iterations is '" + growth.iterations()
                    + "'; expected how often to call it then, at least " + LeakGrowth.FEWEST_ITERATIONS);
        }
    }

    /** Gives what to call a test, or a class, in messages. */
    static String displayName(ExtensionContext context) {
        ExtensionContext declaring = declaring(context);
        String type = declaring.getRequiredTestClass().getSimpleName();
        if (declaring.getTestMethod().isEmpty()) {
            return type;
        }
        String method = declaring.getRequiredTestMethod().getName();
        String shown = context.getDisplayName();
        boolean plain = shown.equals(method) || shown.startsWith(method + "(");
        return type + "." + method + (plain ? "" : " " + shown);
    }

    static TraceSessions sessions(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TraceSessions.class, key -> new TraceSessions(), TraceSessions.class);
    }
}
