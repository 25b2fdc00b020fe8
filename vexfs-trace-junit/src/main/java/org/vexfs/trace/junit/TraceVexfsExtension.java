package org.vexfs.trace.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;
import org.vexfs.trace.analysis.LeakGrowth;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.session.WindowJudgement;

/** Opens a window before each test that {@link TraceVexfs} annotates, and judges it after. */
final class TraceVexfsExtension
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TraceVexfsExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        TestFrame.onTopOf(context.getRequiredTestMethod(), () -> begin(context));
    }

    private static void begin(ExtensionContext context) {
        if (annotation(context).isEmpty() && growthTest(context).isEmpty()) {
            Expectations.of(context, displayName(context)).requireNone(displayName(context));
        }
        TraceConfig config = config(context);
        if (config.mode() == TraceConfig.Mode.OFF) {
            if (takesTrace(context.getRequiredTestMethod())
                    || growthTest(context).isPresent()) {
                throw new TestAbortedException("this test looks at a trace, and tracing is off (vexfs.trace.mode=off)");
            }
            return;
        }
        growthTest(context).ifPresent(growth -> requirePossible(growth, config, context));
        SuppressionsInUse suppressions = sessions(context).suppressions(config);
        TestId test = RunLog.INSTANCE.identify(context.getUniqueId(), displayName(context));
        ActiveTest active;
        if (config.mode() == TraceConfig.Mode.REPLAY) {
            ReplayedWindow window = sessions(context).replay(config, test);
            active = new ActiveTest(config, test, window, Optional.empty(), suppressions);
        } else {
            LiveWindow window = open(config, test, context);
            active = new ActiveTest(config, test, window, Optional.of(window), suppressions);
        }
        RunLog.INSTANCE.started(config.outputDirectory(), test, active.window().capture());
        sessions(context).begins(active);
        store(context).put(ActiveTest.class, active);
    }

    private static LiveWindow open(TraceConfig config, TestId test, ExtensionContext context) {
        try {
            return sessions(context).open(config, test);
        } catch (TraceUnavailableException e) {
            if (config.unavailable() == TraceConfig.Unavailable.SKIP) {
                throw new TestAbortedException("not traced: " + e.getMessage(), e);
            }
            throw new ExtensionConfigurationException(e.getMessage(), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ActiveTest active = store(context).remove(ActiveTest.class, ActiveTest.class);
        if (active == null) {
            return;
        }
        WindowJudgement judgement = active.suppressed(
                active.live().map(LiveWindow::close).orElseGet(() -> WindowJudgement.atEndOf(active.window())));
        GrowthRun run = store(context).remove(GrowthRun.class, GrowthRun.class);
        if (run != null && run.growth().isPresent()) {
            judgement = new WindowJudgement(judgement.memory().map(run.growth().get()::of), judgement.operations());
        }
        active.record(judgement);
        sessions(context).ends(active);
        if (!aborted(context)) {
            // What is thrown here is added to a failure of the test itself as suppressed.
            WindowJudgement closed = judgement;
            TestFrame.onTopOf(
                    context.getRequiredTestMethod(),
                    () -> Expectations.of(context, displayName(context)).judge(closed, active.window()));
        }
    }

    /** An aborted test did not do what its expectations are about; a failure after it would take its place. */
    private static boolean aborted(ExtensionContext context) {
        return context.getExecutionException()
                .filter(TestAbortedException.class::isInstance)
                .isPresent();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == VexfsTrace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ActiveTest active = store(context).get(ActiveTest.class, ActiveTest.class);
        if (active == null) {
            throw new ParameterResolutionException("a VexfsTrace exists while a test runs: take it as a parameter of a"
                    + " test, @BeforeEach or @AfterEach method, not of "
                    + parameter.getDeclaringExecutable());
        }
        return new VexfsTrace(active.window(), active.suppressions());
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (replayed(invocation, context)) {
            return;
        }
        ActiveTest active = store(context).get(ActiveTest.class, ActiveTest.class);
        LeakGrowthTest growth = growthTest(context).orElse(null);
        if (active == null || growth == null) {
            invocation.proceed();
        } else {
            GrowthRun run = growthRun(growth, active, context);
            run.repeat(growth.warmup(), invocation, method);
            TestFrame.onTopOf(method.getExecutable(), run::decide);
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!replayed(invocation, context)) {
            invocation.proceed();
        }
    }

    /** The tests that a factory makes are part of its window, so in a replay it makes none. */
    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!replayed(invocation, context)) {
            return invocation.proceed();
        }
        // JUnit takes any stream of tests, whatever the method says that it returns.
        @SuppressWarnings("unchecked")
        T none = (T) Stream.empty();
        return none;
    }

    /**
     * Skips the body in a replay, and asks again what it asserted: there is no module to run it on. Gives whether this is a
     * replay.
     */
    private static boolean replayed(Invocation<?> invocation, ExtensionContext context) {
        ActiveTest active = store(context).get(ActiveTest.class, ActiveTest.class);
        if (active == null || !(active.window() instanceof ReplayedWindow window)) {
            return false;
        }
        invocation.skip();
        TestFrame.onTopOf(context.getRequiredTestMethod(), () -> {
            askAgain(active, window);
            growthTest(context).ifPresent(growth -> {
                GrowthRun run = growthRun(growth, active, context);
                run.takeAgain(window);
                run.decide();
            });
        });
        return true;
    }

    private static GrowthRun growthRun(LeakGrowthTest growth, ActiveTest active, ExtensionContext context) {
        GrowthRun run = new GrowthRun(active.window(), active.suppressions(), growth.iterations());
        store(context).put(GrowthRun.class, run);
        return run;
    }

    private static void askAgain(ActiveTest active, ReplayedWindow window) {
        for (ReplayedWindow.Asked asked : window.judgements()) {
            Optional<MemoryAssertion> assertion = MemoryAssertion.named(asked.assertion());
            if (assertion.isPresent()) {
                MemoryJudgement judgement =
                        asked.suppressions().applyEach(active.suppressed(asked.judgement()), window.day());
                VexfsTrace.Answer.of(assertion.get(), judgement, window).raise();
            }
            Optional<UsageAssertion> usage = UsageAssertion.named(asked.assertion());
            if (usage.isPresent()) {
                VexfsTrace.Answer.of(usage.get(), asked.judgement(), window).raise();
            }
        }
        for (ReplayedWindow.AskedOfOperations asked : window.operationJudgements()) {
            OperationAssertion.named(asked.assertion())
                    .ifPresent(assertion -> VexfsTrace.Answer.of(assertion, asked.judgement(), window)
                            .raise());
        }
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedUnlessReplayed(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedUnlessReplayed(invocation, context);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedUnlessReplayed(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedUnlessReplayed(invocation, context);
    }

    private static void proceedUnlessReplayed(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        if (config(context).mode() == TraceConfig.Mode.REPLAY) {
            invocation.skip();
        } else {
            invocation.proceed();
        }
    }

    private static TraceConfig config(ExtensionContext context) {
        Map<String, String> overrides = new LinkedHashMap<>();
        annotation(context).ifPresent(annotation -> {
            if (annotation.script().length > 0) {
                overrides.put(
                        "scripts",
                        Arrays.stream(annotation.script()).map(Script::name).collect(Collectors.joining(",")));
            }
            if (!annotation.module().isEmpty()) {
                overrides.put("module", annotation.module());
            }
            if (annotation.functions().length > 0) {
                overrides.put("functions", String.join(",", annotation.functions()));
            }
            if (!annotation.settle().isEmpty()) {
                overrides.put("memory_trace.settle.wait", annotation.settle());
            }
            for (Attribution attribution : annotation.attribution()) {
                overrides.put("attribution", attribution.name());
            }
            for (IndirectAllocations indirect : annotation.indirect()) {
                overrides.put("memory_trace.indirect", indirect.name());
            }
        });
        try {
            return ConfigLoader.load(System.getProperties(), baseDirectory(), overrides);
        } catch (ConfigurationException e) {
            throw new ExtensionConfigurationException("vexfs-trace: " + e.getMessage(), e);
        }
    }

    /** Gives the annotation of the method, or else of its class, or else of the nearest enclosing class. */
    private static Optional<TraceVexfs> annotation(ExtensionContext context) {
        Optional<TraceVexfs> annotation =
                context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, TraceVexfs.class));
        Class<?> type = context.getTestClass().orElse(null);
        while (annotation.isEmpty() && type != null) {
            annotation = AnnotationSupport.findAnnotation(type, TraceVexfs.class);
            type = type.getEnclosingClass();
        }
        return annotation;
    }

    private static Optional<LeakGrowthTest> growthTest(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), LeakGrowthTest.class);
    }

    private static void requirePossible(LeakGrowthTest growth, TraceConfig config, ExtensionContext context) {
        String where = "@LeakGrowthTest of " + displayName(context) + ": ";
        if (!config.scripts().contains(TraceScript.MEMORY)) {
            throw new ExtensionConfigurationException(
                    where + "memory is not traced. Remedy: add MEMORY to" + " @TraceVexfs(script = ...)");
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

    /** Surefire and Failsafe tell the project's folder, which a fork's working folder need not be. */
    private static Path baseDirectory() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    private static boolean takesTrace(Method method) {
        return Arrays.stream(method.getParameters()).map(Parameter::getType).anyMatch(VexfsTrace.class::equals);
    }

    private static String displayName(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String shown = context.getDisplayName();
        boolean plain = shown.equals(method) || shown.startsWith(method + "(");
        return context.getRequiredTestClass().getSimpleName() + "." + method + (plain ? "" : " " + shown);
    }

    private static TraceSessions sessions(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TraceSessions.class, key -> new TraceSessions(), TraceSessions.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
