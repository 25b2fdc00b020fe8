package org.vexfs.trace.junit;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.ReplayedWindow;

/** Opens a window before each test, or each class, that {@link TraceVexfs} annotates, and judges it after. */
final class TraceVexfsExtension extends TraceParameters
        implements BeforeAllCallback,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                InvocationInterceptor {

    private static final Logger LOGGER = LoggerFactory.getLogger(TraceVexfsExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        TestFrame.onTopOf(context, () -> TestWindows.openForClass(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestFrame.onTopOf(context, () -> TestWindows.openForTest(context));
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        liveOfTest(context).ifPresent(LiveWindow::executionBegins);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        liveOfTest(context).ifPresent(LiveWindow::executionEnds);
    }

    private static Optional<LiveWindow> liveOfTest(ExtensionContext context) {
        return TestWindows.shared(context)
                ? Optional.empty()
                : TestWindows.active(context).flatMap(ActiveTest::live);
    }

    // What is thrown after a test or a class is added to a failure of its own as suppressed.

    @Override
    public void afterEach(ExtensionContext context) {
        TestFrame.onTopOf(context, () -> TestWindows.close(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestFrame.onTopOf(context, () -> {
            Optional<ActiveTest> active =
                    TestWindows.active(context).filter(found -> Tracing.opensWindow(context.getRequiredTestClass()));
            AssertionError failure = null;
            try {
                active.filter(TraceVexfsExtension::skipsBodies)
                        .ifPresent(found -> ReplayedTest.askAgain(found, (ReplayedWindow) found.window()));
            } catch (AssertionError e) {
                failure = e;
            }
            TestWindows.close(context);
            if (failure != null) {
                throw failure;
            }
        });
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (replayed(invocation, context)) {
            return;
        }
        requireSeen(context);
        Optional<ActiveTest> active = TestWindows.active(context);
        Optional<LeakGrowthTest> growth = TestWindows.growthTest(context);
        if (active.isEmpty() || growth.isEmpty()) {
            invocation.proceed();
        } else {
            GrowthRun run = growthRun(growth.get(), active.get(), context);
            run.repeat(growth.get().warmup(), invocation, method);
            TestFrame.onTopOf(context, run::decide);
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!replayed(invocation, context)) {
            requireSeen(context);
            invocation.proceed();
        }
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!replayed(invocation, context)) {
            requireSeen(context);
            return invocation.proceed();
        }
        ActiveTest factory = TestWindows.active(context).orElseThrow();
        // JUnit takes any stream of tests, whatever the method says that it returns.
        @SuppressWarnings("unchecked")
        T tests = (T) ReplayedTest.dynamicTests(
                context.getUniqueId(), TestWindows.sessions(context).replayedBelow(factory.config(), factory.test()))
                .stream();
        return tests;
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        ActiveTest factory = TestWindows.factory(context).orElse(null);
        if (factory == null) {
            invocation.proceed();
            return;
        }
        factory.begins(TestWindows.open(context, factory.config()));
        Throwable failure = null;
        try {
            if (!replayed(invocation, context)) {
                requireSeen(context);
                invocation.proceed();
            }
        } catch (Throwable e) {
            failure = e;
        }
        factory.dynamicEnds();
        try {
            Optional<Throwable> thrown = Optional.ofNullable(failure);
            TestFrame.onTopOf(TestWindows.declaring(context), () -> TestWindows.close(context, thrown));
        } catch (AssertionError | RuntimeException e) {
            factory.dynamicFails();
            if (failure == null) {
                failure = e;
            } else if (!(failure instanceof TestAbortedException)) {
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Skips the body in a replay, and asks again what it asserted: there is no module to run it on. Gives whether it is
     * skipped.
     *
     * @throws TestAbortedException if the live run aborted the test, which did not do what it would be judged for
     */
    private static boolean replayed(Invocation<?> invocation, ExtensionContext context) {
        ActiveTest active = TestWindows.active(context).orElse(null);
        if (active != null && active.window() instanceof ReplayedWindow window && !TestWindows.shared(context)) {
            window.aborted().ifPresent(reason -> {
                invocation.skip();
                throw new TestAbortedException("aborted live" + (reason.isEmpty() ? "" : ": " + reason));
            });
        }
        if (active == null || !skipsBodies(active)) {
            return false;
        }
        invocation.skip();
        ReplayedWindow window = (ReplayedWindow) active.window();
        if (TestWindows.shared(context)) {
            return true; // What its tests asserted is asked again when the class ends.
        }
        window.failed()
                .ifPresent(failure -> LOGGER.warn(
                        "{} failed live with {}; a replay asks again only what was asked of the trace",
                        window.test().displayName(),
                        failure));
        TestFrame.onTopOf(TestWindows.declaring(context), () -> {
            ReplayedTest.askAgain(active, window);
            TestWindows.growthTest(context).ifPresent(growth -> {
                GrowthRun run = growthRun(growth, active, context);
                run.takeAgain(window);
                run.decide();
            });
        });
        return true;
    }

    private static boolean skipsBodies(ActiveTest active) {
        return active.config().mode() == TraceConfig.Mode.REPLAY
                && !active.config().replaysBodies();
    }

    /** Refuses to run what the window would not see. */
    private static void requireSeen(ExtensionContext context) {
        TestWindows.active(context).ifPresent(active -> TestWindows.requireSameThread(active, context));
    }

    private static GrowthRun growthRun(LeakGrowthTest growth, ActiveTest active, ExtensionContext context) {
        GrowthRun run = new GrowthRun(active.window(), active.suppressions(), growth.iterations());
        TestWindows.store(context).put(GrowthRun.class, run);
        return run;
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
        TraceConfig config = Declarations.of(context).config(context);
        if (config.mode() == TraceConfig.Mode.REPLAY && !config.replaysBodies()) {
            invocation.skip();
        } else {
            invocation.proceed();
        }
    }
}
