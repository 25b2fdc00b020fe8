package org.vexfs.trace.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.BpftraceProcess;
import org.vexfs.trace.bpftrace.MissedRuns;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.bpftrace.SourceLines;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.script.MemoryProgram;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.session.Recorder.TraceEndedException;

/** One bpftrace for a whole run of tests, and the windows that tests open on what it tells. */
public final class LiveSession implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveSession.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final TraceConfig config;
    private final ModuleSymbols symbols;
    private final SourceLines sources;
    private final MachineLock lock;
    private final CaptureFile capture;
    private final Recorder recorder;
    private final Markers markers = Markers.random();
    private BpftraceProcess process;
    private MissedRuns missedRuns;

    private LiveSession(
            TraceConfig config, ModuleSymbols symbols, SourceLines sources, MachineLock lock, CaptureFile capture) {
        this.config = config;
        this.symbols = symbols;
        this.sources = sources;
        this.lock = lock;
        this.capture = capture;
        this.recorder = new Recorder(capture);
    }

    /**
     * Starts to trace.
     *
     * @throws TraceUnavailableException if no trace can start here; the message has everything that is in the way
     */
    public static LiveSession start(TraceConfig config) throws TraceUnavailableException {
        BpftraceCommand command = new BpftraceCommand(config.command());
        Preflight preflight = Preflight.run(command, config.module(), config.functions());
        TraceTarget target = preflight
                .target()
                .orElseThrow(() -> new TraceUnavailableException(
                        "module '" + config.module() + "' cannot be traced here:\n" + preflight.problems()));
        return start(config, command, target, MachineLock.defaultFolder());
    }

    static LiveSession start(TraceConfig config, BpftraceCommand command, TraceTarget target, Path lockFolder)
            throws TraceUnavailableException {
        String module = target.symbols().module();
        MachineLock lock = MachineLock.acquire(lockFolder, module, config.lockTimeout());
        CaptureFile capture = null;
        LiveSession session = null;
        try {
            capture = CaptureFile.create(config.outputDirectory().resolve(captureName()));
            SourceLines sources = SourceLines.of(module, config.moduleFile(), command.kernelFiles());
            session = new LiveSession(config, target.symbols(), sources, lock, capture);
            session.startProcess(command, target);
            return session;
        } catch (IOException | UncheckedIOException | TraceEndedException e) {
            TraceUnavailableException unavailable =
                    new TraceUnavailableException("the trace of '" + module + "' did not start: " + e.getMessage(), e);
            if (session != null) {
                session.close();
            } else {
                release(lock);
            }
            throw unavailable;
        }
    }

    private static String captureName() {
        return LocalDateTime.now().format(STAMP) + "-" + ProcessHandle.current().pid() + "-"
                + SESSIONS.incrementAndGet() + ".capture.jsonl";
    }

    private void startProcess(BpftraceCommand command, TraceTarget target) throws IOException, TraceEndedException {
        recorder.note(header(target));
        String program = MemoryProgram.text(target, markers.trace(), config.ringPages(), config.maxObjects());
        LOGGER.debug("bpftrace program:\n{}", program);
        process = BpftraceProcess.start(command, program, recorder);
        missedRuns = new MissedRuns(command, process, program);
        recorder.awaitStart(config.startTimeout());
        // The program's first line may come before the last probe is attached: an answered marker comes after.
        mark(MarkerName.Kind.COUNT);
        requireAllProbes();
    }

    /** bpftrace complains on its standard error, which may arrive after an answered marker: each window asks again. */
    private void requireAllProbes() throws TraceEndedException {
        if (!process.unattachedProbes().isEmpty()) {
            throw new TraceEndedException("not every probe was attached: " + process.unattachedProbes()
                    + ". Remedy: leave those functions out of 'functions'.");
        }
    }

    private CaptureNote.Header header(TraceTarget target) {
        Map<String, String> functions = new TreeMap<>();
        symbols.functions().forEach((address, name) -> functions.put(Long.toHexString(address), name));
        return new CaptureNote.Header(
                CaptureNote.FORMAT,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                symbols.module(),
                System.getProperty("os.version"),
                target.version().toString(),
                Long.toHexString(symbols.textStart()),
                Long.toHexString(symbols.textEnd()),
                functions,
                sources.reason());
    }

    /** Gives whether windows can be opened: bpftrace runs and nothing has ended it. */
    public boolean alive() {
        return process.alive() && recorder.death().isEmpty();
    }

    /** Gives the process of bpftrace. */
    public Optional<Long> bpftracePid() {
        return process.pid();
    }

    /**
     * Opens a window on the calling thread.
     *
     * @param test the run of a test that it belongs to
     * @param settle what to do about objects that are still held when it is judged
     * @throws TraceUnavailableException if bpftrace does not answer
     */
    public LiveWindow open(TestId test, TraceConfig.Settle settle) throws TraceUnavailableException {
        long captureOffset = recorder.captureLength();
        Missed missedBefore = missedRuns.read();
        try {
            requireAllProbes();
            MarkerEcho start = openAt(test);
            // Events may be under way; those that still are missing after that were lost, before this window.
            for (int i = 0; i < LiveWindow.FLUSHES && !start.complete(); i++) {
                start = openAt(test);
            }
            return new LiveWindow(this, test, settle, start, missedBefore, captureOffset);
        } catch (TraceEndedException e) {
            throw new TraceUnavailableException("no window can be opened on '" + module() + "': " + e.getMessage(), e);
        }
    }

    /** Sets the marker that opens a window; of several for one test, the last one counts. */
    private MarkerEcho openAt(TestId test) throws TraceEndedException {
        MarkerName name = markers.next(MarkerName.Kind.COUNT);
        recorder.note(new CaptureNote.Opened(name.text(), test.uniqueId(), test.displayName(), test.attempt()));
        return mark(name);
    }

    /** Sets a marker and waits for it to come back: everything that the kernel told before has arrived then. */
    MarkerEcho mark(MarkerName.Kind kind) throws TraceEndedException {
        return mark(markers.next(kind));
    }

    private MarkerEcho mark(MarkerName name) throws TraceEndedException {
        CompletableFuture<MarkerEcho> waiting = recorder.expect(name.text());
        Markers.set(name);
        return recorder.await(waiting, config.answerTimeout());
    }

    String module() {
        return symbols.module();
    }

    String sourcesMissing() {
        return sources.reason();
    }

    Recorder recorder() {
        return recorder;
    }

    Path capture() {
        return capture.path();
    }

    Missed missed() {
        return missedRuns.read();
    }

    /** Tells what stands at an address of the module, and notes its source line for replays. */
    CallSite callSite(long address) {
        Optional<String> place;
        synchronized (sources) {
            place = sources.at(address);
        }
        place.ifPresent(line -> recorder.note(new CaptureNote.Source(Long.toHexString(address), line)));
        return new CallSite(
                address,
                symbols.locate(address).map(Object::toString).orElseGet(() -> "0x" + Long.toHexString(address)),
                place);
    }

    /** Stops bpftrace, after everything it had to tell has arrived, and lets others trace the module. */
    @Override
    public void close() {
        if (process != null) {
            if (alive()) {
                try {
                    mark(MarkerName.Kind.COUNT);
                } catch (TraceEndedException e) {
                    LOGGER.warn("the last marker did not come back: {}", e.getMessage());
                }
            }
            process.stop(STOP_TIMEOUT);
        }
        recorder.note(new CaptureNote.Ended(recorder.death().orElse("stopped")));
        capture.close();
        release(lock);
    }

    private static void release(MachineLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOGGER.warn("the lock could not be given back: {}", e.getMessage());
        }
    }
}
