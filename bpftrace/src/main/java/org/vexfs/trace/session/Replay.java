package org.vexfs.trace.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.analysis.CustomJudge;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.MemoryJudge;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.Observation;
import org.vexfs.trace.analysis.OperationJudge;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationLedger;
import org.vexfs.trace.analysis.OperationMeter;
import org.vexfs.trace.analysis.OperationsEcho;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.UsageMeter;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.analysis.WindowEvidence;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.bpftrace.OutputHeir;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.OperationsMarker;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.event.TraceEvent;

/**
 * Judges captures again, on any machine.
 *
 * <p>A capture's events go through the same decoder, ledger and judge as those of a live trace, and each judgement is
 * made where the live run made it.
 */
public final class Replay {

    /** What the name of every capture ends in. */
    public static final String SUFFIX = ".capture.jsonl";

    private static final Logger LOGGER = LoggerFactory.getLogger(Replay.class);

    private final Map<String, ReplayedWindow> windows = new LinkedHashMap<>();

    private Replay() {}

    /**
     * Reads every capture in a folder.
     *
     * @throws IOException if the folder or a capture cannot be read
     * @throws CaptureException if a file that is named like a capture is none
     */
    public static Replay ofFolder(Path folder) throws IOException {
        List<Path> captures;
        try (Stream<Path> files = Files.list(folder)) {
            captures = files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
        if (captures.isEmpty()) {
            throw new CaptureException(folder + ": no capture (*" + SUFFIX
                    + ") to replay. Remedy: copy the captures of a live run there, or name their folder with"
                    + " -Dvexfs.trace.output.");
        }
        return of(captures);
    }

    /** Reads captures; where several have a window of the same test and attempt, the last one counts. */
    public static Replay of(List<Path> captures) throws IOException {
        Replay replay = new Replay();
        for (Path capture : captures) {
            new Reading(replay, capture).run();
        }
        return replay;
    }

    /**
     * Reads the capture of a JVM that ended before its windows did: waits until what its trace told afterwards is written
     * down, which takes a second or two from the JVM's end on.
     */
    public static Replay ofUnfinished(Path capture) throws IOException {
        if (Files.exists(capture)) {
            OutputHeir.await(Aftermath.of(capture).rest());
        }
        return of(List.of(capture));
    }

    /** Gives the window of a test's run, or of its last run before: a replay may repeat a test that ran live once. */
    public Optional<ReplayedWindow> window(String uniqueId, int attempt) {
        return IntStream.iterate(attempt, number -> number > 0, number -> number - 1)
                .mapToObj(number -> windows.get(key(uniqueId, number)))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Gives every window, in the order in which they were opened. */
    public List<ReplayedWindow> windows() {
        return List.copyOf(windows.values());
    }

    private static String key(String uniqueId, int attempt) {
        return attempt + " " + uniqueId;
    }

    /** One pass over one capture. */
    private static final class Reading {

        private final Replay replay;
        private final Path capture;
        private final MemoryLedger ledger = new MemoryLedger();
        private final OperationLedger operations = new OperationLedger();
        private final Map<String, OperationSettings> settings = new HashMap<>();
        private final Map<String, MarkerEcho> echoes = new HashMap<>();
        private final Map<String, ReplayedWindow> open = new HashMap<>();
        private final List<CaptureNote> names = new ArrayList<>();
        private final Map<String, List<String>> logs = new HashMap<>();
        private final Map<String, CaptureNote.Opened> opened = new HashMap<>();
        private final Map<String, String> executing = new HashMap<>();
        private final Map<String, Suppressions> excepted = new HashMap<>();
        private List<CustomMap> customMaps = List.of();
        private CapturedCode code;
        private LocalDate day;
        private String sourcesMissing = "";
        private CaptureNote.Header observed;
        private long lastNanos;

        Reading(Replay replay, Path capture) {
            this.replay = replay;
            this.capture = capture;
        }

        void run() throws IOException {
            // Source lines and names are noted after the judgement that asked for them.
            CaptureReader.read(capture, event -> {
                if (event instanceof Note line) {
                    CaptureNote note = CapturedCode.parse(line, capture);
                    if (note instanceof CaptureNote.Source || note instanceof CaptureNote.Symbol) {
                        names.add(note);
                    }
                }
            });
            CaptureReader.read(capture, this::accept);
            open.forEach(this::judgeUnclosed);
        }

        private void accept(TraceEvent event) {
            ledger.accept(event);
            operations.accept(event);
            lastNanos = Math.max(lastNanos, nanos(event));
            if (event instanceof Note note) {
                accept(CapturedCode.parse(note, capture));
                return;
            }
            if (event instanceof ModuleChange change) {
                code.add(change);
            }
            if (event instanceof Started first && !first.understood()) {
                throw new CaptureException(capture + ": the lines of its script are of protocol " + first.protocol()
                        + "; this version reads " + Started.PROTOCOL + ". Remedy: use the version that wrote it.");
            }
            if (event instanceof Marker marker) {
                ledger.echo(marker.name()).ifPresent(echo -> echoes.put(marker.name(), echo));
            }
            open.values().forEach(window -> window.add(event));
        }

        private void accept(CaptureNote note) {
            if (note instanceof CaptureNote.Header header) {
                sourcesMissing = header.sourcesMissing();
                observed = header;
                day = day(header.created());
                code = new CapturedCode(capture, header);
                names.forEach(code::add);
            } else if (note instanceof CaptureNote.CustomTraced custom) {
                customMaps = custom.maps();
            } else if (note instanceof CaptureNote.CustomJudged judged) {
                judgeCustom(judged);
            } else if (note instanceof CaptureNote.Loaded loaded) {
                code.add(loaded);
            } else if (note instanceof CaptureNote.Opened begun) {
                forgetEarlierMarkers(begun);
                replay.windows.put(key(begun.uniqueId(), begun.attempt()), begin(begun));
            } else if (note instanceof CaptureNote.Marked marked) {
                openWithin(marked);
            } else if (note instanceof CaptureNote.Measured measured) {
                measure(measured);
            } else if (note instanceof CaptureNote.OperationsMeasured measured) {
                measureOperations(measured);
            } else if (note instanceof CaptureNote.Executing begun) {
                executing.put(begun.window(), begun.from());
            } else if (note instanceof CaptureNote.OperationsJudged judged) {
                judgeOperations(judged);
            } else if (note instanceof CaptureNote.Aborted ended) {
                ofOpen(ended.window()).ifPresent(window -> window.aborted(ended.reason()));
            } else if (note instanceof CaptureNote.Failed ended) {
                ofOpen(ended.window()).ifPresent(window -> window.failed(ended.failure()));
            } else if (note instanceof CaptureNote.Excepted left) {
                excepted.put(left.window(), suppressions(left));
            } else if (note instanceof CaptureNote.Logged logged) {
                logs.put(logged.window(), logged.lines());
            } else if (note instanceof CaptureNote.Judged judged) {
                judge(judged);
            }
        }

        private Optional<ReplayedWindow> ofOpen(String window) {
            return Optional.ofNullable(open.get(window));
        }

        private ReplayedWindow begin(CaptureNote.Opened begun) {
            opened.put(begun.window(), begun);
            ReplayedWindow window = new ReplayedWindow(
                    new TestId(begun.uniqueId(), begun.displayName(), begun.attempt()),
                    code.module(),
                    observed.environment(),
                    sourcesMissing,
                    capture,
                    day,
                    begun.scripts());
            open.put(begun.window(), window);
            return window;
        }

        /** A window within another is judged as that one is. */
        private void openWithin(CaptureNote.Marked marked) {
            ReplayedWindow around = open.get(marked.within());
            if (around == null) {
                throw new CaptureException(capture + ": the mark \"" + marked.mark()
                        + "\" is within the window of marker " + marked.within()
                        + ", which is not open. Remedy: use the capture as the live run wrote it.");
            }
            CaptureNote.Opened begun = opened.get(marked.within());
            TestId part = around.test().since(marked.mark(), marked.number());
            CaptureNote.Opened within = new CaptureNote.Opened(
                    marked.window(),
                    part.uniqueId(),
                    part.displayName(),
                    part.attempt(),
                    begun.attribution(),
                    begun.indirect(),
                    begun.scripts());
            forgetEarlierMarkers(within);
            around.part(marked.number(), marked.mark(), begin(within));
        }

        /** Of several markers that open one window, the last one counts. */
        private void forgetEarlierMarkers(CaptureNote.Opened begun) {
            opened.values().stream()
                    .filter(earlier ->
                            earlier.uniqueId().equals(begun.uniqueId()) && earlier.attempt() == begun.attempt())
                    .forEach(earlier -> stopMeasuring(earlier.window()));
        }

        private void stopMeasuring(String window) {
            ledger.stopMeasuring(window);
            operations.stopMeasuring(window);
            operations.stopMeasuring(operationsStart(window));
        }

        private void measure(CaptureNote.Measured measured) {
            CaptureNote.Opened begun = opened(measured.window());
            UsageSettings told;
            try {
                told = measured.limits().toSettings();
            } catch (IllegalArgumentException e) {
                throw new CaptureException(capture + ": settings of the use of memory that are none: " + e.getMessage()
                        + ". Remedy: use the capture as the live run wrote it.");
            }
            ledger.measureFrom(
                    measured.window(),
                    marker -> new UsageMeter(
                            new WindowScope(marker, begun.attribution(), begun.indirect()), told, code::nameOnly));
        }

        private CaptureNote.Opened opened(String window) {
            CaptureNote.Opened begun = opened.get(window);
            if (begun == null) {
                throw new CaptureException(capture + ": the window of marker " + window
                        + " is measured before it is opened. Remedy: use the capture as the live run wrote it.");
            }
            return begun;
        }

        /** Gives the marker from which on a window's operations count: one that never came back is none. */
        private String operationsStart(String window) {
            String from = executing.getOrDefault(window, window);
            return operations.echo(from).isPresent() ? from : window;
        }

        private void measureOperations(CaptureNote.OperationsMeasured measured) {
            CaptureNote.Opened begun = opened(executing.entrySet().stream()
                    .filter(window -> window.getValue().equals(measured.window()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(measured.window()));
            OperationSettings told;
            try {
                told = measured.settings().toSettings();
            } catch (IllegalArgumentException e) {
                throw new CaptureException(capture + ": settings of operations that are none: " + e.getMessage()
                        + ". Remedy: use the capture as the live run wrote it.");
            }
            settings.put(measured.window(), told);
            operations.measureFrom(
                    measured.window(),
                    marker -> new OperationMeter(WindowScope.startingAt(marker, begun.attribution()), told));
        }

        private void judgeOperations(CaptureNote.OperationsJudged judged) {
            ReplayedWindow window = open.get(judged.window());
            if (window == null) {
                throw incomplete(judged.assertion(), judged.window(), judged.end());
            }
            // After the test's own code has ended nothing more counts.
            window.judged(judged.assertion(), window.executed().orElseGet(() -> operations(judged)));
            if (judged.assertion().equals(TraceWindow.EXECUTION)) {
                operations.stopMeasuring(operationsStart(judged.window()));
            } else if (judged.assertion().equals(TraceWindow.END)) {
                close(judged.window());
            }
        }

        private void judgeCustom(CaptureNote.CustomJudged judged) {
            ReplayedWindow window = open.get(judged.window());
            if (window == null) {
                throw incomplete(judged.assertion(), judged.window(), judged.end());
            }
            window.judged(
                    judged.assertion(),
                    CustomJudge.judge(
                            window.events(),
                            judged.window(),
                            judged.end(),
                            customMaps,
                            judged.missed(),
                            judged.death().isEmpty() ? Optional.empty() : Optional.of(judged.death())));
            if (judged.assertion().equals(TraceWindow.END)) {
                close(judged.window());
            }
        }

        private OperationJudgement operations(CaptureNote.OperationsJudged judged) {
            String from = operationsStart(judged.window());
            OperationsMarker start =
                    operations.echo(from).map(OperationsEcho::marker).orElse(null);
            if (start == null || !settings.containsKey(from)) {
                throw incomplete(judged.assertion(), from, judged.end());
            }
            Observation observation = new Observation(
                    observed.traced(),
                    observed.contentionTraced(),
                    0,
                    judged.death().isEmpty() ? Optional.empty() : Optional.of(judged.death()));
            WindowScope scope =
                    WindowScope.startingAt(start, opened.get(judged.window()).attribution());
            return new OperationJudge(settings.get(from))
                    .judge(operations
                            .evidence(scope, from, judged.end(), observation)
                            .orElseThrow(() -> incomplete(judged.assertion(), from, judged.end())));
        }

        /** What a window tells of is judged one after the other when it ends, operations last. */
        private void close(String window) {
            ReplayedWindow closed = open.remove(window);
            stopMeasuring(window);
            // What is within it ends with it.
            open.entrySet().stream()
                    .filter(other -> closed.parts().contains(other.getValue()))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::close);
        }

        private CaptureException incomplete(String assertion, String start, String end) {
            return new CaptureException(capture + ": a judgement of '" + assertion + "' names the markers " + start
                    + " and " + end
                    + ", of which one is missing. Remedy: use the capture as the live run wrote it.");
        }

        private void judge(CaptureNote.Judged judged) {
            ReplayedWindow window = open.get(judged.window());
            MarkerEcho start = echoes.get(judged.window());
            MarkerEcho end = echoes.get(judged.end());
            if (window == null || start == null || end == null) {
                throw incomplete(judged.assertion(), judged.window(), judged.end());
            }
            List<LiveObject> held = judged.dump().isEmpty()
                    ? ledger.outstanding()
                    : ledger.holdings(judged.dump())
                            .orElseThrow(() -> new CaptureException(capture + ": a judgement of '" + judged.assertion()
                                    + "' names the holdings at marker " + judged.dump()
                                    + ", which are missing. Remedy: use the capture as the live run wrote it."));
            CaptureNote.Opened begun = opened.get(judged.window());
            WindowEvidence evidence = new WindowEvidence(
                    new WindowScope(start.marker(), begun.attribution(), begun.indirect()),
                    start,
                    end,
                    held,
                    !judged.dump().isEmpty(),
                    new Missed(judged.missedAllocations(), judged.missedFrees()),
                    judged.death().isEmpty() ? Optional.empty() : Optional.of(judged.death()),
                    log(judged.window(), end.marker().nanos()),
                    judged.settling());
            Suppressions leftOut = excepted.remove(judged.window());
            window.judged(
                    judged.assertion(),
                    new MemoryJudge(ledger, code::callSite).judge(evidence),
                    leftOut == null ? Suppressions.none() : leftOut);
            if (judged.assertion().equals(TraceWindow.END) && !window.tellsOperations()) {
                close(judged.window());
            }
        }

        /** Of a window that nothing closed, what was found is certain, and what was not found is not. */
        private void judgeUnclosed(String marker, ReplayedWindow window) {
            MarkerEcho start = echoes.get(marker);
            CaptureNote.Opened begun = opened.get(marker);
            if (start == null) {
                return; // It had only been asked for.
            }
            MarkerEcho end = ledger.unclosed(start, lastNanos);
            MemoryJudgement judgement = new MemoryJudge(ledger, code::callSite)
                    .judge(new WindowEvidence(
                            new WindowScope(start.marker(), begun.attribution(), begun.indirect()),
                            start,
                            end,
                            ledger.outstanding(),
                            false,
                            // A trace that is gone tells nothing of that any more, and its end is a gap already.
                            Missed.NONE,
                            Optional.of("the JVM that ran the test ended within it"),
                            logUpTo(end, start, marker),
                            List.of()));
            if (judgement.verdict() == Verdict.FAILED
                    || !judgement.kernelWarnings().isEmpty()) {
                window.found(judgement);
            }
        }

        /** As many lines of the log that outlived the JVM as were written within the window; else what it had noted. */
        private List<KernelLogLine> logUpTo(MarkerEcho end, MarkerEcho start, String window) {
            Aftermath aftermath = Aftermath.of(capture);
            if (!aftermath.hasKernelLog()) {
                return log(window, lastNanos);
            }
            long logged =
                    end.marker().counts().logged() - start.marker().counts().logged();
            try {
                return aftermath.lastLogged(logged, lastNanos - start.marker().nanos(), lastNanos);
            } catch (IOException e) {
                LOGGER.debug("the kernel's log at the end of {} cannot be read", capture, e);
                return log(window, lastNanos);
            }
        }

        /** Gives when something happened; 0 for what tells no time, or a time that does not matter here. */
        private static long nanos(TraceEvent event) {
            if (event instanceof Allocation allocation) {
                return allocation.nanos();
            }
            if (event instanceof Free free) {
                return free.nanos();
            }
            return event instanceof Heartbeat heartbeat ? heartbeat.nanos() : 0;
        }

        private List<KernelLogLine> log(String window, long nanos) {
            return logs.getOrDefault(window, List.of()).stream()
                    .map(line -> new KernelLogLine(nanos, 0, 0, line))
                    .toList();
        }

        private Suppressions suppressions(CaptureNote.Excepted note) {
            try {
                return note.toSuppressions();
            } catch (IllegalArgumentException e) {
                throw new CaptureException(capture + ": a suppression that is none: " + e.getMessage()
                        + ". Remedy: use the capture as the live run wrote it.");
            }
        }

        private LocalDate day(String created) {
            try {
                return LocalDate.ofInstant(Instant.parse(created), ZoneId.systemDefault());
            } catch (DateTimeParseException e) {
                throw new CaptureException(capture + ", offset 0: '" + created
                        + "' is no time. Remedy: use the capture as the live run wrote it.");
            }
        }
    }
}
