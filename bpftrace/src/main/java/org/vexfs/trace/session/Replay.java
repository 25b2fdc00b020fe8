package org.vexfs.trace.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.MemoryJudge;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.WindowEvidence;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.script.ModuleSymbols;

/**
 * Judges captures again, on any machine.
 *
 * <p>A capture's events go through the same decoder, ledger and judge as those of a live trace, and each judgement is
 * made where the live run made it.
 */
public final class Replay {

    /** What the name of every capture ends in. */
    public static final String SUFFIX = ".capture.jsonl";

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
        private final Map<String, MarkerEcho> echoes = new HashMap<>();
        private final Map<String, ReplayedWindow> open = new HashMap<>();
        private final Map<Long, String> sources = new HashMap<>();
        private ModuleSymbols symbols;
        private String sourcesMissing = "";

        Reading(Replay replay, Path capture) {
            this.replay = replay;
            this.capture = capture;
        }

        void run() throws IOException {
            // Source lines are noted after the judgement that asked for them.
            CaptureReader.read(capture, event -> {
                if (event instanceof Note note && parse(note) instanceof CaptureNote.Source source) {
                    sources.put(address(source.address()), source.place());
                }
            });
            CaptureReader.read(capture, this::accept);
        }

        private void accept(TraceEvent event) {
            ledger.accept(event);
            if (event instanceof Note note) {
                accept(parse(note));
                return;
            }
            if (event instanceof Marker marker) {
                ledger.echo(marker.name()).ifPresent(echo -> echoes.put(marker.name(), echo));
            }
            open.values().forEach(window -> window.add(event));
        }

        private void accept(CaptureNote note) {
            if (note instanceof CaptureNote.Header header) {
                sourcesMissing = header.sourcesMissing();
                TreeMap<Long, String> functions = new TreeMap<>(Long::compareUnsigned);
                header.functions().forEach((address, name) -> functions.put(address(address), name));
                symbols = new ModuleSymbols(
                        header.module(), address(header.textStart()), address(header.textEnd()), functions);
            } else if (note instanceof CaptureNote.Opened opened) {
                ReplayedWindow window = new ReplayedWindow(
                        new TestId(opened.uniqueId(), opened.displayName(), opened.attempt()),
                        symbols.module(),
                        sourcesMissing,
                        capture);
                open.put(opened.window(), window);
                replay.windows.put(key(opened.uniqueId(), opened.attempt()), window);
            } else if (note instanceof CaptureNote.Judged judged) {
                judge(judged);
            }
        }

        private void judge(CaptureNote.Judged judged) {
            ReplayedWindow window = open.get(judged.window());
            MarkerEcho start = echoes.get(judged.window());
            MarkerEcho end = echoes.get(judged.end());
            if (window == null || start == null || end == null) {
                throw new CaptureException(capture + ": a judgement of '" + judged.assertion()
                        + "' names the markers " + judged.window() + " and " + judged.end()
                        + ", of which one is missing. Remedy: use the capture as the live run wrote it.");
            }
            List<LiveObject> outstanding = judged.dump().isEmpty()
                    ? ledger.outstandingSince(start.marker().nanos())
                    : ledger
                            .holdings(judged.dump())
                            .orElseThrow(() -> new CaptureException(capture + ": a judgement of '" + judged.assertion()
                                    + "' names the holdings at marker " + judged.dump()
                                    + ", which are missing. Remedy: use the capture as the live run wrote it."))
                            .stream()
                            .filter(object -> object.since() >= start.marker().nanos())
                            .toList();
            WindowEvidence evidence = new WindowEvidence(
                    start,
                    end,
                    outstanding,
                    !judged.dump().isEmpty(),
                    new Missed(judged.missedAllocations(), judged.missedFrees()),
                    judged.death().isEmpty() ? Optional.empty() : Optional.of(judged.death()),
                    judged.settling());
            window.judged(judged.assertion(), new MemoryJudge(ledger, this::callSite).judge(evidence));
            if (judged.assertion().equals(TraceWindow.END)) {
                open.remove(judged.window());
            }
        }

        private CallSite callSite(long address) {
            return new CallSite(
                    address,
                    symbols.locate(address).map(Object::toString).orElseGet(() -> "0x" + Long.toHexString(address)),
                    Optional.ofNullable(sources.get(address)));
        }

        private long address(String hexadecimal) {
            try {
                return Long.parseUnsignedLong(hexadecimal, 16);
            } catch (NumberFormatException e) {
                throw new CaptureException(capture + ": '" + hexadecimal
                        + "' is no address. Remedy: use the capture as the live run wrote it.");
            }
        }

        private CaptureNote parse(Note note) {
            try {
                return CaptureFile.parse(note);
            } catch (JsonProcessingException e) {
                throw new CaptureException(capture + ": a note that this version does not know: " + note.json()
                        + ". Remedy: use the version that wrote it, or a later one.");
            }
        }
    }
}
