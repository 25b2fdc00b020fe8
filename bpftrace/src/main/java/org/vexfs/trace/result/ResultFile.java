package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceConfig.ByHand;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.WindowJudgement;

/**
 * The text result of a trace that is under way: a line for each event, now and then what it came to, and a report. What can
 * no longer be written is missing from the file alone, never from the trace; {@link #failure()} says so. Safe for use by
 * several threads.
 */
public final class ResultFile implements Closeable {

    /** What the first line of each begins with. */
    public static final String FIRST_LINE = "# vexfs-trace: ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final ResultText text;
    private final Writer writer;
    private final ByHand settings;
    private final LineFormat format;
    private final ToldAlerts alerts;
    private final UsageSettings.Tracking tracking;
    private final ResultEnd end;
    private final ResultTally total = new ResultTally();
    private ResultTally interval = new ResultTally();
    private long lost;
    private long written;
    private long leftOut;
    private @Nullable IOException failure;

    ResultFile(Writer writer, ResultText text, TraceConfig config) {
        this.writer = writer;
        this.text = text;
        this.settings = config.byHand();
        this.format = new LineFormat(settings.output());
        this.alerts = new ToldAlerts(settings.output().alertInterval());
        this.tracking = config.usage().tracking();
        this.end = new ResultEnd(config);
    }

    /**
     * Creates a result that must not exist yet, and never through a link.
     *
     * @param about what is traced, for its first line
     * @param config what its lines have, and how many bytes of them it has at most
     * @throws IOException if it cannot be created
     */
    public static ResultFile create(Path path, String about, ResultText text, TraceConfig config) throws IOException {
        OutputFile.createFolders(path.toAbsolutePath().getParent());
        Writer writer = new BufferedWriter(new OutputStreamWriter(OutputFile.create(path), StandardCharsets.UTF_8));
        ResultFile file = new ResultFile(writer, text, config);
        file.write(FIRST_LINE + about);
        file.flush(); // By that line it is known as a result, even if nothing follows.
        return file;
    }

    /** Takes what the trace tells next. */
    public synchronized void accept(TraceEvent event) {
        if (event instanceof Heartbeat) {
            flush(); // Five times a second, for whoever follows the file.
            return;
        }
        if (event instanceof Loss loss) {
            lost += loss.records();
        }
        if (event instanceof CustomText custom) {
            add(event, PrintableText.of(custom.text().stripTrailing()));
            return;
        }
        end.accept(event);
        Optional<ResultEntry> entry = text.entry(event);
        if (entry.isPresent()) {
            end.accept(entry.get());
            if (entry.get().isToldWith(tracking)) {
                add(event, format.of(entry.get(), event));
            }
        }
    }

    private void add(TraceEvent event, String line) {
        total.add(event);
        interval.add(event);
        writeEvent(line);
    }

    /** Takes what is conspicuous. */
    public synchronized void accept(Alert alert) {
        ResultEntry entry = text.entry(alert);
        end.accept(entry);
        if (alerts.tell(alert)) {
            writeEvent(
                    settings.output().timestamps()
                            ? entry.toString()
                            : entry.withoutTime().toString());
        }
    }

    /** What was traced is in the capture, too, so that only its line is missing here. */
    private void writeEvent(String line) {
        if (full()) {
            leftOut++;
        } else {
            write(line);
        }
    }

    /** Gives whether it has as many bytes as it may have, so that further events are not in it. */
    public synchronized boolean full() {
        return written >= settings.mostBytes();
    }

    /**
     * Writes what happened since this was called last.
     *
     * @param now what time it is
     * @param elapsed how long the trace has run
     * @param length how long that is that is summed up
     */
    public synchronized void statistics(LocalTime now, Duration elapsed, Duration length) {
        write("--- " + TIME.format(now) + ", after " + elapsed.toSeconds() + " s: " + interval.rate(length) + "; "
                + missing() + " ---");
        interval.lines().forEach(this::write);
        interval = new ResultTally();
    }

    /** Gives how the trace goes, in a line. */
    public synchronized String progress(Duration elapsed) {
        return total.rate(elapsed) + "; " + missing();
    }

    private String missing() {
        return (lost == 0 ? "none lost" : number(lost) + " lost") + "; " + count(alerts.all(), "alert");
    }

    /** Gives how many events were written down. */
    public synchronized long events() {
        return total.events();
    }

    /** Gives how many bpftrace says that it lost. */
    public synchronized long lost() {
        return lost;
    }

    /** Gives how many alerts there were. */
    public synchronized long alerts() {
        return alerts.all();
    }

    /**
     * Writes the report, and what the configuration has follow it. They are never left out.
     *
     * @param early why the trace ended before its time, and what to do about that; empty if it did not
     * @return what was written
     */
    public synchronized String report(WindowJudgement judgement, Optional<Gap> early) {
        String report = end.of(judgement, early, leftOut, alerts.heldBack());
        write(report);
        flush();
        return report;
    }

    private void write(String line) {
        if (failure != null) {
            return;
        }
        try {
            writer.write(line);
            writer.write('\n');
            written += line.length() + 1; // At least: beyond ASCII, which is rare, a character has more bytes.
        } catch (IOException e) {
            failure = e;
        }
    }

    private void flush() {
        if (failure != null) {
            return;
        }
        try {
            writer.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Gives why the file lacks what came later; empty if it lacks nothing. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public synchronized void close() {
        flush();
        try {
            writer.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
