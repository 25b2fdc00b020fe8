package org.vexfs.trace.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.vexfs.trace.analysis.CustomJudge;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.MemoryJudge;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.Observation;
import org.vexfs.trace.analysis.OperationJudge;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.WindowEvidence;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.bpftrace.LateFrees;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.Recorder.TraceEndedException;

/** A window on a running trace. Used by one thread at a time. */
public final class LiveWindow implements TraceWindow {

    /** How often to ask again for events that are under way before they are called lost. */
    static final int FLUSHES = 20;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final LiveSession session;
    private final TestId test;
    private final TraceConfig config;
    private final Echo start;
    private final Missed missedBefore;
    private final long captureOffset;
    private final LiveAlerts alerts;

    /** The marker from which on operations count. */
    private Echo operationsStart;

    private Echo last;
    private List<KernelLogLine> log = List.of();
    private Optional<String> death = Optional.empty();
    private Optional<OperationJudgement> executed = Optional.empty();
    private final List<LiveWindow> within = new ArrayList<>();

    LiveWindow(
            LiveSession session,
            TestId test,
            TraceConfig config,
            Echo start,
            Missed missedBefore,
            long captureOffset,
            LiveAlerts alerts) {
        this.session = session;
        this.test = test;
        this.config = config;
        this.start = start;
        this.missedBefore = missedBefore;
        this.captureOffset = captureOffset;
        this.alerts = alerts;
        this.operationsStart = start;
        this.last = start;
    }

    @Override
    public TestId test() {
        return test;
    }

    @Override
    public String module() {
        return session.module();
    }

    @Override
    public String sourcesMissing() {
        return session.sourcesMissing();
    }

    @Override
    public Environment environment() {
        return session.environment();
    }

    @Override
    public Path capture() {
        return session.capture();
    }

    @Override
    public Set<TraceScript> scripts() {
        return config.scripts();
    }

    @Override
    public List<TraceEvent> events() {
        flush();
        return eventsSoFar();
    }

    private List<TraceEvent> eventsSoFar() {
        return CaptureReader.events(
                session.capture(), captureOffset, session.recorder().captureLength(), session.lineTag());
    }

    /** Has the kernel side tell what it has added up by now, to whoever observes the trace. */
    public void tellTotals() {
        if (tellsOperations() && mark(MarkerName.Kind.COUNT).isPresent() && last.totalled() > 0) {
            mark(MarkerName.Kind.TOTALS);
        }
    }

    /**
     * Judges the window at its end, also on a thread that its test left interrupted. A second marker closes it, because
     * an event of another CPU may arrive shortly after a marker that it precedes.
     */
    public WindowJudgement close() {
        return Uninterrupted.call(this::judgeAtEnd);
    }

    private WindowJudgement judgeAtEnd() {
        flush();
        WindowJudgement judgement = WindowJudgement.named(END, this);
        stopMeasuring();
        alerts.windowEnded(judgement.alerts());
        return judgement;
    }

    private void stopMeasuring() {
        within.forEach(LiveWindow::stopMeasuring);
        session.stopMeasuring(start);
        session.stopMeasuringOperations(operationsStart);
    }

    /** Gives what the window shows so far; empty if bpftrace does not answer any more. */
    public Optional<WindowGlance> glance() {
        return mark(MarkerName.Kind.COUNT)
                .map(now -> new WindowGlance(
                        now.nanos(),
                        session.recorder()
                                .readOperations(ledger -> ledger.profile(operationsStart.name(), now.nanos())),
                        session.recorder().read(ledger -> ledger.level(start.name(), now.nanos())),
                        now.totalled() - operationsStart.totalled(),
                        now.missingSince(start)));
    }

    /** From here on operations count: the test's own code begins, and what prepared it is over. */
    public void executionBegins() {
        if (!tellsOperations() || death.isPresent()) {
            return;
        }
        try {
            operationsStart = Uninterrupted.call(() -> session.beginExecution(start, config, alerts));
            last = operationsStart;
        } catch (TraceEndedException e) {
            death = Optional.of(e.getMessage());
        }
    }

    /**
     * From here on they count no more: what is asked of them after this is asked of the test's own code. May be called on a
     * thread that the test left interrupted.
     */
    public void executionEnds() {
        if (tellsOperations()) {
            executed = Optional.of(Uninterrupted.call(() -> judgeOperations(EXECUTION)));
            session.stopMeasuringOperations(operationsStart);
        }
    }

    /** Notes that the test aborted itself, before the window ends: a replay does the same. */
    public void aborted(String reason) {
        session.recorder().note(new CaptureNote.Aborted(start.name(), reason));
    }

    /** Notes that the test failed by itself, before the window ends: a replay cannot know. */
    public void failed(Throwable failure) {
        String line = failure.toString().lines().findFirst().orElse("");
        session.recorder().note(new CaptureNote.Failed(start.name(), line));
    }

    @Override
    public TraceWindow openWithin(String mark) {
        TestId part = test.since(mark, within.size() + 1);
        LiveWindow window;
        try {
            window = session.openWithin(start, part, config, mark, within.size() + 1);
        } catch (TraceEndedException e) {
            // From where this window began the trace is known to have ended, and so is what it cannot tell.
            window = new LiveWindow(session, part, config, start, missedBefore, captureOffset, LiveAlerts.none());
            window.death = Optional.of(e.getMessage());
            window.operationsStart = operationsStart;
            window.executed = executed;
        }
        within.add(window);
        return window;
    }

    /**
     * Judges a window that its test will never end, on what was found until now: what is held may only be held because the
     * test did not go on. May be called by any thread.
     *
     * @param why what keeps the test from going on
     */
    public WindowJudgement abandon(String why) {
        flush();
        Missed missed = missed();
        death = death.or(() -> Optional.of(why));
        return new WindowJudgement(
                tellsMemory() ? Optional.of(judge(END, Optional.empty(), List.of(), missed)) : Optional.empty(),
                tellsOperations() ? Optional.of(judgeOperations(END)) : Optional.empty(),
                tellsCustom() ? Optional.of(judgeCustom(END)) : Optional.empty());
    }

    /** bpftrace tells of what was lost when it has emptied the ring, which may be after it told of the marker. */
    @Override
    public CustomJudgement judgeCustom(String assertion) {
        if (!tellsCustom()) {
            throw new IllegalStateException(test.displayName() + " traces no script of its own");
        }
        Optional<Echo> end = mark(MarkerName.Kind.DUMP);
        for (int i = 0; i < FLUSHES && end.isPresent() && !end.get().completeSince(start); i++) {
            end = mark(MarkerName.Kind.DUMP);
        }
        if (end.isPresent()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            mark(MarkerName.Kind.DUMP);
        }
        String upTo = end.map(Echo::name).orElse("");
        long missed = missed().allocations();
        // Judged where it is noted: what arrives later would count here, and not in a replay.
        return session.recorder()
                .readAndNote(
                        ledger -> CustomJudge.judge(
                                eventsSoFar(), start.name(), upTo, session.customMaps(), missed, death),
                        judgement ->
                                new CaptureNote.CustomJudged(start.name(), assertion, upTo, missed, death.orElse("")));
    }

    @Override
    public OperationJudgement judgeOperations(String assertion) {
        if (!tellsOperations()) {
            throw new IllegalStateException(test.displayName() + " does not trace operations");
        }
        if (executed.isPresent()) {
            return session.recorder().readOperationsAndNote(ledger -> executed.get(), judgement -> judged(assertion));
        }
        flush();
        if (last.totalled() > operationsStart.totalled()) {
            mark(MarkerName.Kind.TOTALS);
        }
        Observation observation = session.observation(death);
        return session.recorder()
                .readOperationsAndNote(
                        ledger -> {
                            WindowScope scope = WindowScope.startingAt(
                                    operationsStart.operations().orElseThrow().marker(), config.attribution());
                            return new OperationJudge(config.operations())
                                    .judge(ledger.evidence(scope, operationsStart.name(), last.name(), observation)
                                            .orElseThrow());
                        },
                        judgement -> judged(assertion));
    }

    private CaptureNote judged(String assertion) {
        return new CaptureNote.OperationsJudged(start.name(), assertion, last.name(), death.orElse(""));
    }

    @Override
    public MemoryJudgement judgeMemory(String assertion) {
        requireMemory();
        List<String> settling = new ArrayList<>();
        flush();
        boolean looksForLeaks = config.usage().tracking().leaks();
        if (looksForLeaks) {
            settle(settling);
        }
        Optional<String> dump = Optional.empty();
        if (looksForLeaks && !clean() && death.isEmpty()) {
            dump = mark(MarkerName.Kind.DUMP).map(Echo::name);
        }
        return judge(assertion, dump, settling, missed());
    }

    @Override
    public MemoryJudgement judgeMemory(String assertion, Suppressions suppressions) {
        session.recorder().note(CaptureNote.Excepted.of(start.name(), suppressions));
        return judgeMemory(assertion);
    }

    @Override
    public MemoryJudgement sampleMemory(String assertion) {
        requireMemory();
        flush();
        return judge(assertion, Optional.empty(), List.of(), missed());
    }

    private void requireMemory() {
        if (!tellsMemory()) {
            throw new IllegalStateException(test.displayName() + " does not trace memory");
        }
    }

    /** A bpftrace that is gone tells nothing any more, and its end is a gap already. */
    private Missed missed() {
        return death.isPresent() ? Missed.NONE : session.missed().since(missedBefore);
    }

    private MemoryJudgement judge(String assertion, Optional<String> dump, List<String> settling, Missed missed) {
        readLog();
        // Judged where it is noted: what arrives later would count here, and not in a replay.
        return session.recorder()
                .readAndNote(
                        ledger -> new MemoryJudge(ledger, session::callSite)
                                .judge(evidence(ledger, dump, missed, settling)),
                        judgement -> new CaptureNote.Judged(
                                start.name(),
                                assertion,
                                last.name(),
                                dump.orElse(""),
                                missed.allocations(),
                                missed.frees(),
                                death.orElse(""),
                                settling));
    }

    private WindowEvidence evidence(MemoryLedger ledger, Optional<String> dump, Missed missed, List<String> settling) {
        MarkerEcho first = start.memory().orElseThrow();
        return new WindowEvidence(
                new WindowScope(first.marker(), config.attribution(), config.indirect()),
                first,
                last.memory().orElseThrow(),
                dump.flatMap(ledger::holdings).orElseGet(ledger::outstanding),
                dump.isPresent(),
                missed,
                death,
                log,
                settling);
    }

    /** Reads what the kernel wrote into its log within the window, if the trace says that it wrote something. */
    private void readLog() {
        long logged = last.memory().orElseThrow().marker().counts().logged()
                - start.memory().orElseThrow().marker().counts().logged();
        if (logged > log.size()) {
            log = session.logged(logged, last.nanos());
            session.recorder()
                    .note(new CaptureNote.Logged(
                            start.name(), log.stream().map(KernelLogLine::text).toList()));
        }
    }

    /** Waits for late frees, in steps, as long as something of this window is held. */
    private void settle(List<String> done) {
        if (clean()) {
            return;
        }
        long began = System.nanoTime();
        while (!clean()
                && death.isEmpty()
                && System.nanoTime() - began < config.settle().waiting().toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            flush();
        }
        done.add("waited " + (System.nanoTime() - began) / 1_000_000 + " ms");
        if (!clean() && death.isEmpty() && config.settle().sync()) {
            LateFrees.syncAndWaitForRcu();
            done.add("sync and RCU barrier");
            flush();
        }
        if (!clean() && death.isEmpty() && config.settle().reclaim() && LateFrees.reclaim()) {
            done.add("reclaim of dentries and inodes");
            flush();
        }
    }

    /**
     * Gives whether the events prove that nothing of this window is held. Nothing arrives meanwhile, so no source line is
     * looked for: whose an object is, its functions' names tell.
     */
    private boolean clean() {
        return last.completeSince(start)
                && session.recorder()
                        .read(ledger -> new MemoryJudge(ledger, session::nameOnly)
                                .nothingHeld(evidence(ledger, Optional.empty(), Missed.NONE, List.of())));
    }

    private void flush() {
        for (int i = 0; i < FLUSHES && mark(MarkerName.Kind.COUNT).isPresent(); i++) {
            if (last.completeSince(start)) {
                return;
            }
        }
    }

    private Optional<Echo> mark(MarkerName.Kind kind) {
        if (death.isPresent()) {
            return Optional.empty();
        }
        try {
            last = session.mark(kind);
            return Optional.of(last);
        } catch (TraceEndedException e) {
            death = Optional.of(e.getMessage());
            return Optional.empty();
        }
    }
}
