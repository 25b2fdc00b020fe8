package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.result.FindingKind;
import org.vexfs.trace.result.FoundKinds;
import org.vexfs.trace.result.ResultFile;
import org.vexfs.trace.result.ResultReport;
import org.vexfs.trace.result.ResultText;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.session.WindowJudgement;

/** One trace by hand: it runs for a while, or until it is stopped, and leaves a text result, and its capture beside. */
final class TraceRun {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** How long what ends this JVM is held up, for the report. */
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final TraceConfig config;
    private final TracedScripts traced;
    private final Duration duration;
    private final Path result;
    private final Path capture;
    private final Machine machine;
    private final Terminal terminal;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private TraceFollower follower = TraceFollower.NOBODY;
    private volatile @Nullable LiveSession session;
    private volatile @Nullable Instant boot;
    private Set<FindingKind> found = Set.of();
    private Optional<Gap> early = Optional.empty();

    /**
     * Prepares.
     *
     * @param traced what to trace; the configuration has its scripts
     * @param folder where the result goes
     * @param duration for how long
     */
    TraceRun(
            TraceConfig config,
            TracedScripts traced,
            Path folder,
            Duration duration,
            Machine machine,
            Terminal terminal) {
        this.config = config;
        this.traced = traced;
        this.duration = duration;
        ResultName name = ResultName.now(traced);
        this.result = folder.resolve(name.file(ResultName.TEXT));
        this.capture = folder.resolve(name.file(ResultName.CAPTURE));
        this.machine = machine;
        this.terminal = terminal;
    }

    /** Starts a trace, as {@link LiveSession#startByHand} does. */
    @FunctionalInterface
    interface Starter {

        LiveSession start(
                TraceConfig config, Path capture, BiConsumer<TestId, Alert> alerted, Consumer<TraceEvent> observer)
                throws TraceUnavailableException;
    }

    /**
     * Where it runs.
     *
     * @param starter starts the trace
     * @param running where it is entered while it runs
     */
    record Machine(Starter starter, RunningTraces running) {}

    /**
     * Where it says how it goes.
     *
     * @param out takes what it came to
     * @param told takes how it goes on
     * @param err takes complaints
     * @param redrawn whether a line of progress takes the place of the one before
     * @param quiet whether progress, and what it came to, are not told
     * @see PrintableText what a module, or a process, is called is not for a terminal to obey
     */
    record Terminal(PrintWriter out, PrintWriter told, PrintWriter err, boolean redrawn, boolean quiet) {

        void say(String text) {
            if (!quiet) {
                out.println(PrintableText.of(text));
                out.flush();
            }
        }

        void progress(String text) {
            if (!quiet && redrawn) {
                told.print("\r\033[K" + PrintableText.line(text));
                told.flush();
            }
        }

        void line(String text) {
            if (!quiet) {
                told.println((redrawn ? "\r\033[K" : "") + PrintableText.of(text));
                told.flush();
            }
        }

        void complain(String text) {
            err.println((redrawn ? "\r\033[K" : "") + PrintableText.of(text));
            err.flush();
        }
    }

    /** Has it tell somebody else, too. To be called before it runs. */
    void follow(TraceFollower other) {
        follower = other;
    }

    /** Has it end soon, with its report. May be called on any thread. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Traces.
     *
     * @param progress is told how it goes on
     * @throws TraceUnavailableException if no trace can start here
     * @throws IOException if there can be no result
     */
    Outcome run(TraceProgress progress) throws TraceUnavailableException, IOException {
        Thread atExit = new Thread(this::stopAndAwaitReport, "vexfs-trace report");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            ResultText text = new ResultText(config.module(), config.operations(), this::site, this::timeOfDay)
                    .telling(config.usage());
            try (ResultFile file = ResultFile.create(result, about(), text, config);
                    RunningTraces.Entry entry = machine.running().register(entry())) {
                return trace(file, entry, progress);
            } catch (TraceUnavailableException e) {
                if (Files.notExists(capture)) {
                    Files.deleteIfExists(result); // There was no trace that it could be the result of.
                }
                throw e;
            }
        } finally {
            reported.countDown();
            remove(atExit);
        }
    }

    /** Gives what it found, once it has run. */
    Set<FindingKind> found() {
        return found;
    }

    private void stopAndAwaitReport() {
        stop();
        try {
            reported.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM ends, which is why the trace did.
            return;
        }
    }

    private String about() {
        return "module " + config.module() + ", script " + traced.name() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", capture "
                + capture.getFileName();
    }

    private RunningTrace entry() {
        return new RunningTrace(
                ProcessHandle.current().pid(),
                "",
                System.getProperty("user.name"),
                traced.name(),
                config.module(),
                result.toString(),
                capture.toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                0,
                0);
    }

    private Outcome trace(ResultFile file, RunningTraces.Entry entry, TraceProgress progress)
            throws TraceUnavailableException {
        terminal.progress("starting bpftrace");
        WindowJudgement judgement;
        Duration ran;
        WindowEvents events = new WindowEvents(event -> observe(event, file));
        try (LiveSession running = machine.starter()
                .start(
                        config,
                        capture,
                        (test, alert) -> {
                            observe(alert, file);
                            progress.alerted(alert, timeOfDay(alert.to()));
                        },
                        events)) {
            session = running;
            follower.began();
            LiveWindow window = events.open(
                    () -> running.open(new TestId("[trace:" + capture.getFileName() + "]", "this trace", 1), config));
            long began = System.nanoTime();
            terminal.line("tracing module " + config.module() + " for " + Quantity.exactTime(duration.toNanos())
                    + " (" + traced.name() + ", bpftrace " + running.bpftraceVersion()
                    + "); Ctrl-C ends it early, with its report");
            try (progress) {
                progress.began(this::stop);
                ran = await(running, window, began, file, entry, progress);
            }
            judgement = events.close(window::close);
        }
        return report(file, judgement, ran);
    }

    private void observe(TraceEvent event, ResultFile file) {
        if (event instanceof Heartbeat heartbeat) {
            boot = Instant.now().minusNanos(heartbeat.nanos());
        }
        file.accept(event);
        follower.accept(event);
    }

    private void observe(Alert alert, ResultFile file) {
        file.accept(alert);
        follower.accept(alert);
    }

    /**
     * Waits until the trace is to end, and tells meanwhile how it goes. Gives how long it was.
     *
     * @param began when the window was opened, by the JVM's clock: a screen takes its time until it is there
     */
    private Duration await(
            LiveSession running,
            LiveWindow window,
            long began,
            ResultFile file,
            RunningTraces.Entry entry,
            TraceProgress progress) {
        Duration statistics = Duration.ZERO;
        Duration elapsed = Duration.ZERO;
        while (elapsed.compareTo(duration) < 0
                && running.alive()
                && !stoppedWithin(duration.minus(elapsed), progress.betweenLooks())) {
            elapsed = Duration.ofNanos(System.nanoTime() - began);
            entry.progress(file.events(), file.lost());
            if (file.full() || capture.toFile().length() >= config.byHand().mostBytes()) {
                endEarly(elapsed);
            }
            Duration since = elapsed.minus(statistics);
            if (since.compareTo(config.byHand().statsInterval()) >= 0) {
                file.statistics(LocalTime.now(), elapsed, since);
                statistics = elapsed;
                if (follower.wantsTotals()) {
                    window.tellTotals();
                }
            }
            progress.look(new TraceProgress.Look(config.module(), elapsed, duration, window::glance, file));
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void endEarly(Duration elapsed) {
        double megabytes = config.byHand().mostBytes() / 1e6;
        early = Optional.of(new Gap(
                "it ended after " + elapsed.toSeconds() + " s of " + Quantity.exactTime(duration.toNanos())
                        + ", when the result or the capture had " + Quantity.plain(megabytes) + " MB",
                "raise general.max_output_size, or trace fewer functions"));
        stop();
    }

    private boolean stoppedWithin(Duration left, Duration most) {
        try {
            return stopped.await(Math.min(most.toMillis(), Math.max(1, left.toMillis())), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Outcome report(ResultFile file, WindowJudgement judgement, Duration ran) {
        found = FoundKinds.of(judgement);
        String report = file.report(judgement, early);
        terminal.line(ran.toSeconds() + " s traced: " + file.progress(ran));
        terminal.say(report);
        terminal.say("Result: " + result);
        terminal.say("Capture: " + capture);
        follower.ended(judgement, ran);
        Optional<IOException> failure = file.failure();
        failure.ifPresent(cause -> terminal.complain(
                "the result " + result + " is cut off: " + cause + ". The capture has everything that was traced."));
        return failure.isEmpty()
                        && early.isEmpty()
                        && ResultReport.gaps(judgement).isEmpty()
                ? Outcome.DONE
                : Outcome.INCOMPLETE;
    }

    /** Tells what stands at an address, once the trace runs. */
    CallSite site(long address) {
        LiveSession running = session;
        return running == null ? CallSite.unknown(address) : running.nameOnly(address);
    }

    /** The kernel's clock and the time of day are compared five times a second, so that neither sleep nor a step matters. */
    private String timeOfDay(long nanos) {
        Instant compared = boot;
        return SECONDS.format(
                compared == null
                        ? LocalTime.now()
                        : compared.plusNanos(nanos)
                                .atZone(ZoneId.systemDefault())
                                .toLocalTime());
    }
}
