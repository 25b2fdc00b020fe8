package org.vexfs.trace.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.RecordedEvents;

/** Reads results, and captures, into an analysis; an event after the other, so that neither is kept. */
public final class ResultFiles {

    /** What every capture begins with, and no text result. */
    private static final int CAPTURE = '{';

    private final OperationSettings settings;
    private final ResultAnalyser analyser;

    /** @param settings what the module's functions do, and what is slow */
    public ResultFiles(OperationSettings settings) {
        this.settings = settings;
        this.analyser = new ResultAnalyser(settings);
    }

    /**
     * Reads a file to its end.
     *
     * @return how many events it told of
     * @throws IOException if it cannot be read
     * @throws org.vexfs.trace.session.CaptureException if it is a capture, and damaged, or of a later version
     */
    public long read(Path file) throws IOException {
        analyser.file(file.toString());
        return isCapture(file) ? capture(file) : text(file);
    }

    private static boolean isCapture(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.read() == CAPTURE;
        }
    }

    /** An older tool may have written what is no UTF-8. */
    private long text(Path file) throws IOException {
        long events = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(ResultReport.GAP)) {
                    analyser.gap(line.substring(ResultReport.GAP.length()).replaceFirst("\\.$", ""));
                }
                ResultEntry entry = ResultEntry.parse(line).orElse(null);
                if (entry != null) {
                    analyser.accept(entry);
                    events++;
                }
            }
        }
        return events;
    }

    private long capture(Path file) throws IOException {
        Captured captured = new Captured();
        RecordedEvents.read(file, captured::accept);
        captured.holdings();
        analyser.addedUp(
                captured.totals.values().stream().mapToLong(Long::longValue).sum());
        return captured.events;
    }

    /** Gives what all that was read came to. */
    public Analysis analysis() {
        return analyser.analysis();
    }

    private final class Captured {

        /** They are since the trace began, so the last ones count. */
        private final Map<String, Long> totals = new HashMap<>();

        private final MemoryLedger ledger = new MemoryLedger();
        private @Nullable RecordedEvents names;
        private @Nullable ResultText text;
        private long events;

        void accept(RecordedEvents capture, TraceEvent event) {
            names = capture;
            ledger.accept(event);
            if (event instanceof OperationTotals read) {
                read.functions()
                        .forEach(function -> totals.put(
                                function.function(),
                                function.durations().stream()
                                        .mapToLong(OperationTotals.Bucket::count)
                                        .sum()));
            } else if (event instanceof Loss loss) {
                analyser.lost(loss.records());
            }
            ResultText lines = text;
            if (lines == null) {
                lines = new ResultText(capture.module(), settings, capture::nameOnly, nanos -> "");
                text = lines;
            }
            lines.entry(event).ifPresent(entry -> {
                analyser.accept(entry);
                events++;
            });
        }

        void holdings() {
            RecordedEvents known = names;
            if (known != null) {
                ledger.outstanding()
                        .forEach(object ->
                                analyser.held(known.nameOnly(object.callSite()).function(), object.requestedBytes()));
            }
        }
    }
}
