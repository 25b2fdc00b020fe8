package org.vexfs.trace.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.analysis.KernelWarnings;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.RecordedEvents;

/** Reads results, and captures, into an analysis; an event after the other, so that neither is kept. */
public final class ResultFiles {

    /** What every capture begins with, and no text result. */
    private static final int CAPTURE = '{';

    /** Further lines of the kernel's log are not searched for its complaints. */
    private static final int MOST_LOGGED = 10_000;

    private final OperationSettings settings;
    private final ResultAnalyser analyser;

    /**
     * Begins.
     *
     * @param settings what the module's functions do, and what is slow
     * @param usage what of memory is told
     */
    public ResultFiles(OperationSettings settings, UsageSettings usage) {
        this.settings = settings;
        this.analyser = new ResultAnalyser(settings, usage);
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
        LineParser parser = new LineParser();
        long events = 0;
        boolean cutOff = false;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(ResultFile.FIRST_LINE)) {
                    cutOff = true;
                } else if (line.equals(ResultReport.HEAD)) {
                    cutOff = false;
                } else if (line.startsWith(ResultReport.GAP)) {
                    analyser.gap(ResultReport.cause(line));
                }
                ResultEntry entry = parser.parse(line).orElse(null);
                if (entry != null) {
                    analyser.accept(entry);
                    events++;
                }
            }
        }
        if (cutOff) {
            analyser.gap(file + " has no report at its end: its trace was killed, or runs still");
        }
        return events;
    }

    private long capture(Path file) throws IOException {
        Captured captured = new Captured();
        RecordedEvents.read(file, captured::accept);
        if (!captured.end()) {
            analyser.gap(
                    file + " does not tell how its trace ended: its JVM was killed or its kernel stopped before it was"
                            + " complete, or it runs still");
        }
        return captured.events;
    }

    /** Gives what all that was read came to. */
    public Analysis analysis() {
        return analyser.analysis();
    }

    private final class Captured {

        /** They are since the trace began, so the last ones count. */
        private final Map<String, FunctionTotals> totals = new HashMap<>();

        private final MemoryLedger ledger = new MemoryLedger();
        private final List<KernelLogLine> log = new ArrayList<>();
        private @Nullable Known known;
        private long events;

        void accept(RecordedEvents capture, TraceEvent event) {
            Known reader = known;
            if (reader == null) {
                reader = new Known(capture);
                known = reader;
            }
            ledger.accept(event);
            reader.alerts.accept(event);
            if (event instanceof OperationTotals read) {
                read.functions().forEach(function -> totals.put(function.function(), function));
            } else if (event instanceof Loss loss) {
                analyser.lost(loss.records());
            } else if (event instanceof KernelLogLine line && log.size() < MOST_LOGGED) {
                log.add(line);
            }
            Optional<ResultEntry> entry = reader.text.entry(event);
            if (entry.isPresent()) {
                analyser.accept(entry.get());
                events++;
            }
        }

        /** Gives whether the trace was stopped. */
        boolean end() {
            Known reader = known;
            if (reader == null) {
                return false;
            }
            reader.alerts.end();
            totals.values().forEach(read -> addedUp(read, reader.text.traits(read.function())));
            KernelWarnings.in(log).forEach(analyser::warning);
            ledger.invalidFrees()
                    .forEach(found -> analyser.invalidFree(
                            reader.place(found.free().callSite()),
                            found.reason().orElseThrow()));
            ledger.outstanding()
                    .forEach(object -> analyser.held(reader.place(object.callSite()), object.requestedBytes()));
            return reader.capture.ended();
        }

        private void addedUp(FunctionTotals read, FunctionTraits traits) {
            analyser.addedUp(
                    read.durations().stream().mapToLong(Bucket::count).sum(),
                    read.errors().keySet().stream().anyMatch(traits::isError),
                    read.durations().stream()
                            .anyMatch(bucket -> bucket.count() > 0
                                    && bucket.lowest() >= settings.slow().toNanos()));
        }
    }

    /** A capture whose head was read. */
    private final class Known {

        private final RecordedEvents capture;
        private final ResultText text;
        private final CapturedAlerts alerts;

        Known(RecordedEvents capture) {
            this.capture = capture;
            this.text = new ResultText(capture.module(), settings, capture::nameOnly, nanos -> "");
            this.alerts = new CapturedAlerts(settings, text::traits, alert -> analyser.accept(text.entry(alert)));
        }

        String place(long address) {
            return capture.nameOnly(address).function();
        }
    }
}
