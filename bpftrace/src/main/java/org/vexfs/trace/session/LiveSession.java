package org.vexfs.trace.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.Observation;
import org.vexfs.trace.analysis.OperationMeter;
import org.vexfs.trace.analysis.UsageMeter;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.BpftraceProcess;
import org.vexfs.trace.bpftrace.KernelLog;
import org.vexfs.trace.bpftrace.MissedRuns;
import org.vexfs.trace.bpftrace.OutputHeir;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.bpftrace.SourceLines;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.script.CustomProgram;
import org.vexfs.trace.script.CustomScript;
import org.vexfs.trace.script.KernelFiles;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.ProgramOptions;
import org.vexfs.trace.script.SelectedOperations;
import org.vexfs.trace.script.TraceProgram;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.session.Recorder.TraceEndedException;

/** One bpftrace for a whole run of tests, and the windows that tests open on what it tells. */
public final class LiveSession implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveSession.class);
    /** How long a marker may be under way before another one is sent after it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String UNRESOLVED = "advanced.symbols.resolve_symbols is false";
    private static final Path TASKS = Path.of("/proc/self/task");
    /** The marker reads a counter in the kernel. */
    private static final String CUSTOM_NEEDS = "bpftrace 0.21";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    /** One that did not answer in time may be stopped, which no signal but SIGKILL ends. */
    private static final Duration GIVEN_UP_TIMEOUT = Duration.ofSeconds(2);

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final TraceConfig config;
    private final BpftraceCommand command;
    private final CodeMap code;
    private final KernelSymbols kernel;
    private final String version;
    private final Environment environment;
    private final Set<String> traced;
    private final boolean contentionTraced;
    private volatile SourceLines sources;
    private final MachineLock lock;
    private final CaptureFile capture;
    private final Recorder recorder;
    private final Markers markers = Markers.random();
    private @Nullable BpftraceProcess process;
    private Optional<OutputHeir> heir = Optional.empty();
    private volatile long totalled;
    private @Nullable MissedRuns missedRuns;
    private volatile @Nullable KilledThreads killedThreads;

    /** Done when the names of the module's functions are known wherever it was loaded since. */
    private volatile CompletableFuture<Void> symbolsRead = CompletableFuture.completedFuture(null);

    private final BiConsumer<TestId, Alert> alerted;
    private final Consumer<TraceEvent> observer;
    private final Optional<CustomProgram> custom;
    private final LineTag tag = LineTag.random();

    private LiveSession(
            TraceConfig config,
            BpftraceCommand command,
            TraceTarget target,
            Optional<CustomScript> script,
            SourceLines sources,
            MachineLock lock,
            CaptureFile capture,
            BiConsumer<TestId, Alert> alerted,
            Consumer<TraceEvent> observer) {
        this.config = config;
        this.alerted = alerted;
        this.observer = observer;
        this.custom = script.map(read -> CustomProgram.of(read, markers.trace(), tag, config.ringPages()));
        this.command = command;
        this.code = new CodeMap(told(target.symbols()));
        this.kernel = config.advanced().resolvesSymbols() ? target.kernel() : KernelSymbols.NONE;
        this.version = target.version().toString();
        this.environment = Surroundings.of(target.symbols().module(), version, command.kernelFiles());
        this.traced = config.tellsOperations() ? traced(config, target) : Set.of();
        this.contentionTraced = config.scripts().contains(TraceScript.PERFORMANCE)
                && config.sections().contains("lock_ops")
                && target.satisfies("tracepoint:lock:contention_begin");
        this.sources = sources;
        this.lock = lock;
        this.capture = capture;
        this.recorder = new Recorder(capture, this::observe);
    }

    /**
     * Starts to trace.
     *
     * @throws TraceUnavailableException if no trace can start here; the message has everything that is in the way
     * @throws ConfigurationException if something is wrong with the user's own script
     */
    public static LiveSession start(TraceConfig config) throws TraceUnavailableException {
        return start(config, LOGGER::error, (test, alert) -> LOGGER.warn("{}: {}", test.displayName(), alert));
    }

    /**
     * Starts to trace.
     *
     * @param killed is told which thread of this process the kernel killed, and why, on a thread of its own
     * @param alerted is told what is conspicuous in a test's window, when the interval that it is conspicuous in is over, or
     *     the window; of each kind the most conspicuous, on a thread of its own or the one that closes the window
     * @throws TraceUnavailableException if no trace can start here; the message has everything that is in the way
     * @throws ConfigurationException if something is wrong with the user's own script
     */
    public static LiveSession start(TraceConfig config, Consumer<String> killed, BiConsumer<TestId, Alert> alerted)
            throws TraceUnavailableException {
        BpftraceCommand command = command(config);
        return start(config, command, target(config, command), MachineLock.defaultFolder(), killed, alerted);
    }

    /**
     * Starts a trace that no test asked for, and that a terminal's Ctrl-C does not end before it was read to its end.
     *
     * @param capture the file that it goes to, which must not exist yet
     * @param alerted is told what is conspicuous, as for a test's window
     * @param observer is told of every event, on the thread that reads what bpftrace prints
     * @throws TraceUnavailableException if no trace can start here; the message has everything that is in the way
     * @throws ConfigurationException if something is wrong with the user's own script
     */
    public static LiveSession startByHand(
            TraceConfig config, Path capture, BiConsumer<TestId, Alert> alerted, Consumer<TraceEvent> observer)
            throws TraceUnavailableException {
        BpftraceCommand command = command(config);
        return start(
                config,
                command.apartFromTerminal(),
                target(config, command),
                MachineLock.defaultFolder(),
                capture,
                LOGGER::error,
                alerted,
                observer);
    }

    private static BpftraceCommand command(TraceConfig config) {
        return new BpftraceCommand(config.command())
                .withVerbose(config.advanced().verboseEbpf())
                .withSymbolMap(config.advanced().symbolMap());
    }

    private static TraceTarget target(TraceConfig config, BpftraceCommand command) throws TraceUnavailableException {
        Preflight preflight = config.tracesCustomScript()
                ? Preflight.runForScript(command, config.module(), config.moduleCheck())
                : Preflight.run(command, config.module(), config.functions(), config.moduleCheck());
        return preflight
                .target()
                .orElseThrow(() -> new TraceUnavailableException(
                        "module '" + config.module() + "' cannot be traced here:\n" + preflight.problems()));
    }

    static LiveSession start(
            TraceConfig config,
            BpftraceCommand command,
            TraceTarget target,
            Path lockFolder,
            Consumer<String> killed,
            BiConsumer<TestId, Alert> alerted)
            throws TraceUnavailableException {
        Path capture = config.outputDirectory().resolve(captureName());
        return start(config, command, target, lockFolder, capture, killed, alerted, event -> {});
    }

    static LiveSession start(
            TraceConfig config,
            BpftraceCommand command,
            TraceTarget target,
            Path lockFolder,
            Path captureFile,
            Consumer<String> killed,
            BiConsumer<TestId, Alert> alerted,
            Consumer<TraceEvent> observer)
            throws TraceUnavailableException {
        String module = target.symbols().module();
        Optional<CustomScript> script = config.customScript().map(CustomScript::read);
        if (script.isPresent() && !target.version().satisfies(CUSTOM_NEEDS)) {
            throw new TraceUnavailableException(
                    "a script of your own needs " + CUSTOM_NEEDS + ", and '" + command + "' is " + target.version()
                            + ". Remedy: install that, or name one with -Dvexfs.trace.bpftrace=COMMAND");
        }
        script.ifPresent(read -> requireMatches(read, command));
        MachineLock lock = MachineLock.acquire(lockFolder, module, config.lockTimeout());
        CaptureFile capture = null;
        LiveSession session = null;
        try {
            capture = created(captureFile);
            SourceLines sources = config.advanced().resolvesSymbols()
                    ? SourceLines.of(module, config.moduleFile(), command.kernelFiles())
                    : SourceLines.none(UNRESOLVED);
            session = new LiveSession(config, command, target, script, sources, lock, capture, alerted, observer);
            session.startProcess(target, killed);
            return session;
        } catch (IOException | UncheckedIOException | TraceEndedException e) {
            if (session == null) {
                release(lock);
            } else {
                session.close();
                session.requireSound(e);
            }
            throw new TraceUnavailableException("the trace of '" + module + "' did not start: " + e.getMessage(), e);
        }
    }

    private static CaptureFile created(Path file) throws IOException {
        try {
            return CaptureFile.create(file);
        } catch (IOException e) {
            throw new IOException("the capture " + file + " cannot be created: " + e + CaptureFile.REMEDY, e);
        }
    }

    /** bpftrace (0.23) does not say that a pattern of functions matches none. */
    private static void requireMatches(CustomScript script, BpftraceCommand command) {
        script.patterns().forEach((pattern, line) -> {
            if (!command.matches(pattern)) {
                throw script.wrong(
                        line,
                        pattern + " matches nothing that can be probed on this kernel",
                        "see what there is with: bpftrace -l '" + pattern + "'");
            }
        });
    }

    /** A mistake in the user's script is no trouble of this machine's. */
    private void requireSound(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        custom.filter(program -> program.blames(message)).ifPresent(program -> {
            throw new ConfigurationException(
                    "bpftrace does not take " + program.script().file() + ": " + program.located(message), failure);
        });
    }

    private static String captureName() {
        return LocalDateTime.now().format(STAMP) + "-" + ProcessHandle.current().pid() + "-"
                + SESSIONS.incrementAndGet() + Replay.SUFFIX;
    }

    private void startProcess(TraceTarget target, Consumer<String> killed) throws IOException, TraceEndedException {
        recorder.note(header(target));
        custom.ifPresent(program -> recorder.expectCustom(tag, program.script()));
        String program = custom.map(CustomProgram::text).orElseGet(() -> shippedProgram(target));
        LOGGER.atLevel(config.advanced().debug() ? Level.INFO : Level.DEBUG).log("bpftrace program:\n{}", program);
        process = BpftraceProcess.start(
                command, program, RawOutput.of(recorder, capture.path(), program, config.advanced()));
        Aftermath aftermath = Aftermath.of(capture.path());
        heir = OutputHeir.of(process, command, aftermath.rest(), aftermath.kernelLog());
        missedRuns = custom.isPresent() ? MissedRuns.ofAll(command, process) : MissedRuns.of(command, process, program);
        recorder.awaitStart(config.startTimeout());
        // The program's first line may come before the last probe is attached: an answered marker comes after.
        int pid = mark(MarkerName.Kind.COUNT).pid();
        killedThreads = new KilledThreads(pid, TASKS, () -> logged(Long.MAX_VALUE, 0), LiveSession::aside, killed);
        requireAllProbes();
        if (custom.isPresent()) {
            LOGGER.info("{} is traced", custom.get().script());
            return;
        }
        Attached attached = Attached.of(config, target);
        LOGGER.info("{}", attached.text());
        attached.warning().ifPresent(LOGGER::warn);
    }

    private String shippedProgram(TraceTarget target) {
        return TraceProgram.text(
                target,
                new ProgramOptions(
                        config.scripts(),
                        markers.trace(),
                        config.ringPages(),
                        config.maxObjects(),
                        config.toldPerSecond(),
                        config.sections(),
                        SelectedOperations.of(config.operations(), target.operations())));
    }

    /** bpftrace complains on its standard error, which may arrive after an answered marker: each window asks again. */
    private void requireAllProbes() throws TraceEndedException {
        if (!process.unattachedProbes().isEmpty()) {
            throw new TraceEndedException("not every probe was attached: " + process.unattachedProbes()
                    + ". Remedy: leave those functions out of "
                    + custom.map(program -> program.script().file().toString()).orElse("'functions'") + ".");
        }
    }

    private CaptureNote.Header header(TraceTarget target) {
        ModuleSymbols symbols = target.symbols();
        return new CaptureNote.Header(
                CaptureNote.FORMAT,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                symbols.module(),
                System.getProperty("os.version"),
                target.version().toString(),
                Long.toHexString(symbols.textStart()),
                Long.toHexString(symbols.textEnd()),
                names(told(symbols)),
                sources.reason(),
                config.scripts(),
                traced,
                contentionTraced,
                environment);
    }

    private static Set<String> traced(TraceConfig config, TraceTarget target) {
        Set<String> functions = new TreeSet<>(target.operations());
        functions.removeAll(
                SelectedOperations.of(config.operations(), functions).leftOut());
        return functions;
    }

    /** Gives the symbols as far as they are to be told: where the module lies, and what its functions are called. */
    private ModuleSymbols told(ModuleSymbols symbols) {
        return config.advanced().resolvesSymbols()
                ? symbols
                : new ModuleSymbols(symbols.module(), symbols.textStart(), symbols.textEnd(), new TreeMap<>());
    }

    private static Map<String, String> names(ModuleSymbols symbols) {
        Map<String, String> functions = new TreeMap<>();
        symbols.functions().forEach((address, name) -> functions.put(Long.toHexString(address), name));
        return functions;
    }

    private void observe(TraceEvent event) {
        if (event instanceof ModuleChange change) {
            moduleChanged(change);
        }
        KilledThreads watching = killedThreads;
        if (watching != null) {
            watching.accept(event);
        }
        observer.accept(event);
    }

    /** Learns where the module is now; its functions' names are read aside, as they are there only while it is loaded. */
    private void moduleChanged(ModuleChange change) {
        code.add(change);
        if (change.loaded()) {
            symbolsRead = CompletableFuture.allOf(symbolsRead, aside(this::readSymbols));
        }
    }

    /** Does what the thread that reads the trace has no time for. */
    private static CompletableFuture<Void> aside(Runnable body) {
        return CompletableFuture.runAsync(body, task -> {
            Thread thread = new Thread(task, "vexfs-trace aside");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void readSymbols() {
        KernelFiles files = command.kernelFiles();
        try {
            ModuleSymbols.find(module(), files.read("/proc/kallsyms"), files.read("/proc/vmallocinfo"))
                    .filter(symbols -> config.advanced().resolvesSymbols())
                    .ifPresent(symbols -> {
                        sources = SourceLines.of(module(), config.moduleFile(), files);
                        // Known and noted at once, so that a replay knows the names from the same event on.
                        recorder.readAndNote(
                                ledger -> {
                                    code.add(symbols);
                                    return symbols;
                                },
                                known -> new CaptureNote.Loaded(
                                        Long.toHexString(known.textStart()),
                                        Long.toHexString(known.textEnd()),
                                        names(known)));
                    });
        } catch (IOException | UncheckedIOException | ModuleSymbols.AddressesHiddenException e) {
            // Also where the session was closed meanwhile.
            LOGGER.debug("the symbols of {} cannot be read, or not be noted", module(), e);
        }
    }

    /** Gives whether windows can be opened: bpftrace runs and nothing has ended it. */
    public boolean alive() {
        return process.alive() && recorder.death().isEmpty();
    }

    /** Gives whether the module was loaded again under the trace, whose probes on its functions are gone then. */
    public boolean lostProbes() {
        return recorder.read(ledger -> ledger.reloadedBy(Long.MAX_VALUE));
    }

    /** Gives the version of bpftrace. */
    public String bpftraceVersion() {
        return version;
    }

    /** Gives the process of bpftrace. */
    public Optional<Long> bpftracePid() {
        return process.pid();
    }

    /**
     * Opens a window on the calling thread.
     *
     * @param test the run of a test that it belongs to
     * @param wanted how to judge it
     * @throws TraceUnavailableException if bpftrace does not answer
     */
    public LiveWindow open(TestId test, TraceConfig wanted) throws TraceUnavailableException {
        try {
            requireAllProbes();
            return open(
                    test,
                    wanted,
                    new LiveAlerts(alert -> alerted.accept(test, alert), LiveSession::aside),
                    marker -> new CaptureNote.Opened(
                            marker,
                            test.uniqueId(),
                            test.displayName(),
                            test.attempt(),
                            wanted.attribution(),
                            wanted.indirect(),
                            wanted.scripts()));
        } catch (TraceEndedException e) {
            throw new TraceUnavailableException("no window can be opened on '" + module() + "': " + e.getMessage(), e);
        }
    }

    /** Opens a window within another, which tells of the alerts of both. */
    LiveWindow openWithin(Echo around, TestId part, TraceConfig wanted, String mark, int number)
            throws TraceEndedException {
        return open(
                part, wanted, LiveAlerts.none(), marker -> new CaptureNote.Marked(marker, around.name(), mark, number));
    }

    private LiveWindow open(TestId test, TraceConfig wanted, LiveAlerts alerts, Function<String, CaptureNote> opening)
            throws TraceEndedException {
        long captureOffset = recorder.captureLength();
        Missed missedBefore = missed();
        Echo start = openAt(wanted, alerts, opening);
        // Events may be under way; those that still are missing after that were lost, before this window.
        for (int i = 0; i < LiveWindow.FLUSHES && !(start.complete() && hasTotals(start)); i++) {
            stopMeasuring(start);
            start = openAt(wanted, alerts, opening);
        }
        return new LiveWindow(this, test, wanted, start, missedBefore, captureOffset, alerts);
    }

    /** Calls may have been added up since the marker before, which is the one that told what to ask for. */
    private static boolean hasTotals(Echo start) {
        return start.totalled() == 0 || start.asksFor(MarkerName.Kind.TOTALS);
    }

    /** Sets the marker that opens a window; of several for one window, the last one counts. */
    private Echo openAt(TraceConfig wanted, LiveAlerts alerts, Function<String, CaptureNote> opening)
            throws TraceEndedException {
        MarkerName name = nextStart();
        recorder.note(opening.apply(name.text()));
        if (wanted.scripts().contains(TraceScript.MEMORY)) {
            measureMemory(name, wanted, alerts);
        }
        if (wanted.tellsOperations()) {
            measureOperations(name, wanted, alerts);
        }
        return mark(name);
    }

    /**
     * Begins to measure a window's operations anew, and gives the marker from which on. If none comes back, they are
     * measured on from where the window began.
     */
    Echo beginExecution(Echo window, TraceConfig wanted, LiveAlerts alerts) throws TraceEndedException {
        Echo from = executionFrom(window, wanted, alerts);
        while (!hasTotals(from)) {
            stopMeasuringOperations(from);
            from = executionFrom(window, wanted, alerts);
        }
        stopMeasuringOperations(window);
        return from;
    }

    private Echo executionFrom(Echo window, TraceConfig wanted, LiveAlerts alerts) throws TraceEndedException {
        MarkerName name = nextStart();
        recorder.note(new CaptureNote.Executing(window.name(), name.text()));
        measureOperations(name, wanted, alerts);
        return mark(name);
    }

    /** What was added up before it is to be taken off what is at the end. */
    private MarkerName nextStart() {
        if (custom.isPresent()) {
            return markers.next(MarkerName.Kind.DUMP);
        }
        return markers.next(totalled > 0 ? MarkerName.Kind.TOTALS : MarkerName.Kind.COUNT);
    }

    private void measureOperations(MarkerName name, TraceConfig wanted, LiveAlerts alerts) {
        recorder.readOperationsAndNote(
                ledger -> {
                    ledger.measureFrom(
                            name.text(),
                            marker -> new OperationMeter(
                                    WindowScope.startingAt(marker, wanted.attribution()),
                                    wanted.operations(),
                                    alerts::intervalEnded));
                    return wanted.operations();
                },
                settings -> new CaptureNote.OperationsMeasured(name.text(), OperationNotes.of(settings)));
    }

    private void measureMemory(MarkerName name, TraceConfig wanted, LiveAlerts alerts) {
        recorder.readAndNote(
                ledger -> {
                    ledger.measureFrom(
                            name.text(),
                            marker -> new UsageMeter(
                                    new WindowScope(marker, wanted.attribution(), wanted.indirect()),
                                    wanted.usage(),
                                    this::nameOnly,
                                    alerts::intervalEnded));
                    return wanted.usage();
                },
                settings -> new CaptureNote.Measured(name.text(), UsageNotes.of(settings)));
    }

    /** Ends the measuring that a window's opening began. */
    void stopMeasuring(Echo start) {
        recorder.read(ledger -> {
            ledger.stopMeasuring(start.name());
            return start;
        });
        stopMeasuringOperations(start);
    }

    /** Ends the measuring of operations that a marker began. */
    void stopMeasuringOperations(Echo from) {
        recorder.readOperations(ledger -> {
            ledger.stopMeasuring(from.name());
            return from;
        });
    }

    /** Sets a marker and waits for it to come back: everything that the kernel told before has arrived then. */
    Echo mark(MarkerName.Kind kind) throws TraceEndedException {
        long deadline = System.nanoTime() + config.answerTimeout().toNanos();
        Duration patience = PATIENCE;
        while (true) {
            MarkerName name = markers.next(kind);
            CompletableFuture<Echo> waiting = recorder.expect(name.text());
            Markers.set(name);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.compareTo(patience) <= 0) {
                return seen(recorder.await(waiting, left, config.answerTimeout()));
            }
            // A full ring loses markers like everything else: then another one gets through.
            Optional<Echo> echo = recorder.poll(waiting, patience);
            if (echo.isPresent()) {
                return seen(echo.get());
            }
            patience = patience.multipliedBy(2);
        }
    }

    private Echo mark(MarkerName name) throws TraceEndedException {
        CompletableFuture<Echo> waiting = recorder.expect(name.text());
        Markers.set(name);
        return seen(recorder.await(waiting, config.answerTimeout()));
    }

    private Echo seen(Echo echo) {
        totalled = echo.totalled();
        awaitSymbols();
        return echo;
    }

    /** What was loaded before a marker has names in what is judged at it. */
    private void awaitSymbols() {
        try {
            symbolsRead.get(config.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.warn("the symbols of {} are not read, so functions are named by their addresses", module(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives what the session runs. */
    public Set<TraceScript> scripts() {
        return config.scripts();
    }

    /** Gives what the library's own lines begin with, if the others are a user's script's. */
    Optional<LineTag> lineTag() {
        return custom.map(program -> tag);
    }

    /** Gives the maps of the user's script; none if there is no such script. */
    List<CustomMap> customMaps() {
        return custom.map(program -> program.script().maps()).orElse(List.of());
    }

    Observation observation(Optional<String> death) {
        return new Observation(traced, contentionTraced, 0, death);
    }

    String module() {
        return code.module();
    }

    Environment environment() {
        return environment;
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

    /** Gives the last lines of the kernel's log; none where it cannot be read. */
    List<KernelLogLine> logged(long lines, long nanos) {
        try {
            return new KernelLog(command).last(lines, nanos);
        } catch (IOException e) {
            LOGGER.debug("the kernel's log cannot be read", e);
            return List.of();
        }
    }

    Missed missed() {
        return missedRuns.read();
    }

    /** Tells what stands at an address, and notes what a replay cannot find out. */
    CallSite callSite(long address) {
        return code.at(address, this::sourceLine, this::kernelFunction);
    }

    /** Tells what stands at an address without its source line, which takes a process to find. */
    public CallSite nameOnly(long address) {
        return code.at(address, place -> Optional.empty(), this::kernelFunction);
    }

    private Optional<String> sourceLine(long address) {
        SourceLines lines = sources;
        Optional<String> place;
        synchronized (lines) {
            place = lines.at(address);
        }
        place.ifPresent(line -> recorder.note(new CaptureNote.Source(Long.toHexString(address), line)));
        return place;
    }

    private Optional<String> kernelFunction(long address) {
        Optional<String> function = kernel.locate(address).map(Object::toString);
        function.ifPresent(name -> {
            code.add(address, name);
            recorder.note(new CaptureNote.Symbol(Long.toHexString(address), name));
        });
        return function;
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
            // A bpftrace of sudo ends only when nobody can read what it prints.
            heir.ifPresent(OutputHeir::dismiss);
            process.stop(recorder.death().isEmpty() ? STOP_TIMEOUT : GIVEN_UP_TIMEOUT);
        }
        if (missedRuns != null) {
            missedRuns.close();
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
