package org.vexfs.trace.junit;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentest4j.TestAbortedException;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.report.WindowRecords;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;

/** A test or a class that is under way, with its window. */
final class ActiveTest {

    private final TraceConfig config;
    private final TestId test;
    private final TraceWindow window;
    private final Optional<LiveWindow> live;
    private final SuppressionsInUse suppressions;
    private final Thread thread = Thread.currentThread();
    private final ThreadLocal<ActiveTest> dynamic = new ThreadLocal<>();
    private final AtomicBoolean dynamicFailed = new AtomicBoolean();

    /**
     * Begins.
     *
     * @param config how it is traced
     * @param test its run
     * @param window its window
     * @param live the same, unless this is a replay
     * @param suppressions the leaks that do not count
     */
    ActiveTest(
            TraceConfig config,
            TestId test,
            TraceWindow window,
            Optional<LiveWindow> live,
            SuppressionsInUse suppressions) {
        this.config = config;
        this.test = test;
        this.window = window;
        this.live = live;
        this.suppressions = suppressions;
    }

    TraceConfig config() {
        return config;
    }

    TestId test() {
        return test;
    }

    TraceWindow window() {
        return window;
    }

    Optional<LiveWindow> live() {
        return live;
    }

    SuppressionsInUse suppressions() {
        return suppressions;
    }

    /** Gives whether what the calling thread makes the module do counts. */
    boolean answersForThisThread() {
        return live.isEmpty() || config.attribution() != Attribution.THREAD || Thread.currentThread() == thread;
    }

    /** Gives whether it cannot end before a test that is about to begin on this thread: that one is within it. */
    boolean isAround(TestId other) {
        return Thread.currentThread() == thread || other.uniqueId().startsWith(test.uniqueId() + "/");
    }

    /** Gives the trace; while a dynamic test of this factory runs on the calling thread, that one's. */
    VexfsTrace trace() {
        return new VexfsTrace(() -> Optional.ofNullable(dynamic.get()).orElse(this).window, suppressions);
    }

    /** A dynamic test of this factory begins on the calling thread. */
    void begins(ActiveTest dynamicTest) {
        dynamic.set(dynamicTest);
    }

    /** It ends. */
    void dynamicEnds() {
        dynamic.remove();
    }

    /** One of its dynamic tests did not meet what is expected of each, and of the factory as a whole. */
    void dynamicFails() {
        dynamicFailed.set(true);
    }

    /** Gives whether what is expected of it has failed a dynamic test already. */
    boolean dynamicFailed() {
        return dynamicFailed.get();
    }

    MemoryJudgement suppressed(MemoryJudgement judgement) {
        return suppressions.apply(judgement, window.day());
    }

    WindowJudgement suppressed(WindowJudgement judgement) {
        return new WindowJudgement(
                judgement.memory().map(this::suppressed), judgement.operations(), judgement.custom());
    }

    /** Notes in the capture how it ended by itself. */
    void threw(Throwable failure) {
        live.ifPresent(open -> {
            if (failure instanceof TestAbortedException) {
                open.aborted(Objects.requireNonNullElse(failure.getMessage(), ""));
            } else {
                open.failed(failure);
            }
        });
    }

    /** Ends its window, and judges it. */
    WindowJudgement close() {
        return suppressed(live.map(LiveWindow::close).orElseGet(() -> WindowJudgement.named(TraceWindow.END, window)));
    }

    /** Writes down what its window came to, and gives what was written. */
    WindowRecords record(WindowJudgement judgement) {
        WindowRecords records = WindowRecords.of(test, window, judgement);
        RunLog.INSTANCE.judged(config.outputDirectory(), window.environment(), records);
        return records;
    }
}
