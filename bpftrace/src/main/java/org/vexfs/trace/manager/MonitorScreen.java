package org.vexfs.trace.manager;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.decimal;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.percent;
import static org.vexfs.trace.report.Quantity.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CacheUse;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.manager.MonitorSnapshot.Locks;
import org.vexfs.trace.manager.MonitorSnapshot.Operations;
import org.vexfs.trace.manager.MonitorSnapshot.Received;
import org.vexfs.trace.manager.ScreenLine.Tone;
import org.vexfs.trace.report.Quantity;

/** Lays out what a running trace is about, for a width and a height. */
final class MonitorScreen {

    private static final int FEWEST_ROWS = 3;

    /** As many lines of alerts there always are; more where there is room. */
    private static final int ALERT_LINES = 3;

    private static final int LABEL = 8;
    private static final double KIBIBYTE = 1024;

    /** Those that have no place are left out, the last of these first. */
    private static final List<Column> BY_IMPORTANCE = List.of(
            new Column("now/s", 0, 9, row -> decimal(row.perSecond(), 1)),
            new Column("p50", 3, 9, row -> time(row.p50())),
            new Column("p99", 5, 9, row -> time(row.p99())),
            new Column("in all", 1, 12, row -> number(row.count())),
            new Column("p95", 4, 9, row -> time(row.p95())),
            new Column("errors", 2, 9, row -> number(row.errors())),
            new Column("longest", 6, 9, row -> time(row.longest())));

    private static final int NAME = 12;
    private static final String MEANING = "/s: since the look before; all else: from the start";

    private final MonitorSnapshot snapshot;
    private final int width;
    private final int height;

    private MonitorScreen(MonitorSnapshot snapshot, int width, int height) {
        this.snapshot = snapshot;
        this.width = width;
        this.height = height;
    }

    /** Gives the lines of a screen: none is wider, and there are no more. */
    static List<ScreenLine> of(MonitorSnapshot snapshot, int width, int height) {
        return new MonitorScreen(snapshot, width, height).screen();
    }

    /** Gives the same as lines of a text, however many there are. */
    static List<String> block(MonitorSnapshot snapshot, int width) {
        List<String> lines = new ArrayList<>();
        new MonitorScreen(snapshot, width, Integer.MAX_VALUE).figures().forEach(line -> lines.add(line.text()));
        lines.add(MEANING);
        return lines;
    }

    private List<ScreenLine> screen() {
        List<ScreenLine> lines = new ArrayList<>(figures());
        ScreenLine footer = new ScreenLine(
                fitting("q ends it, with its report. " + MEANING, "q ends it, with its report"), Tone.ASIDE);
        int kept = Math.max(0, Math.min(lines.size(), height - 1));
        lines.subList(kept, lines.size()).clear();
        lines.add(footer);
        return lines.stream()
                .limit(height)
                .map(line -> new ScreenLine(
                        line.text().substring(0, Math.min(width, line.text().length())), line.tone()))
                .toList();
    }

    private List<ScreenLine> figures() {
        List<ScreenLine> head = List.of(
                new ScreenLine(title(), Tone.HEADING),
                new ScreenLine(received(), tone(snapshot.stream())),
                new ScreenLine("", Tone.PLAIN));
        List<ScreenLine> tail = tail();
        List<ScreenLine> alerts = alerts();
        int others = head.size() + 1 + tail.size() + Math.min(ALERT_LINES, alerts.size()) + 1;
        List<ScreenLine> lines = new ArrayList<>(head);
        lines.addAll(operations(Math.max(FEWEST_ROWS, height - others)));
        lines.addAll(tail);
        lines.addAll(alerts);
        return lines;
    }

    private String title() {
        String course = seconds(snapshot.elapsed()) + " s of "
                + Quantity.exactTime(snapshot.duration().toNanos());
        Duration left = snapshot.duration().minus(snapshot.elapsed());
        String end = course + ", " + Math.max(0, seconds(left)) + " s left";
        return Stream.of(
                        apart("vexfs-trace monitor: module " + snapshot.module(), end),
                        apart("module " + snapshot.module(), end),
                        apart("module " + snapshot.module(), course))
                .filter(line -> line.length() <= width)
                .findFirst()
                .orElse(course);
    }

    private static long seconds(Duration time) {
        return Math.round(time.toMillis() / 1e3);
    }

    private String apart(String left, String right) {
        return left + " ".repeat(Math.max(2, width - left.length() - right.length())) + right;
    }

    private String received() {
        Received stream = snapshot.stream();
        String events = count(stream.events(), "event");
        if (stream.lost() > 0) {
            return fitting(
                    "INCOMPLETE: " + number(stream.lost()) + " lost, beside " + events,
                    "INCOMPLETE: " + number(stream.lost()) + " lost");
        }
        return stream.missing() == 0
                ? fitting("complete so far: " + events + ", none lost", events + ", none lost")
                : fitting(
                        events + ", none known to be lost; " + number(stream.missing()) + " under way",
                        events + "; " + number(stream.missing()) + " under way");
    }

    private static Tone tone(Received stream) {
        if (stream.lost() > 0) {
            return Tone.BAD;
        }
        return stream.missing() == 0 ? Tone.GOOD : Tone.PLAIN;
    }

    private List<ScreenLine> operations(int room) {
        List<Column> columns = columns();
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(row("operations", columns, Column::heading), Tone.HEADING));
        List<Operations> rows = snapshot.operations();
        if (rows.isEmpty()) {
            lines.add(new ScreenLine("none yet", Tone.ASIDE));
        }
        boolean all = rows.size() <= room;
        rows.stream()
                .sorted(
                        all
                                ? (first, second) -> 0
                                : Comparator.comparingLong(Operations::count).reversed())
                .limit(all ? rows.size() : room - 1)
                .forEach(row -> lines.add(new ScreenLine(
                        row(row.name(), columns, column -> column.value().apply(row)),
                        row.errors() > 0 ? Tone.BAD : Tone.PLAIN)));
        if (!all) {
            lines.add(new ScreenLine("and " + (rows.size() - room + 1) + " more kinds, with fewer calls", Tone.ASIDE));
        }
        return lines;
    }

    private List<Column> columns() {
        List<Column> fitting = new ArrayList<>();
        int taken = NAME;
        for (Column column : BY_IMPORTANCE) {
            taken += column.width();
            if (taken > width) {
                break;
            }
            fitting.add(column);
        }
        fitting.sort(Comparator.comparingInt(Column::place));
        return fitting;
    }

    private static String row(String name, List<Column> columns, Function<Column, String> cell) {
        StringBuilder line = new StringBuilder(name);
        line.append(" ".repeat(Math.max(0, NAME - name.length())));
        columns.forEach(column -> {
            String text = cell.apply(column);
            line.append(" ".repeat(Math.max(1, column.width() - text.length()))).append(text);
        });
        return line.toString();
    }

    private List<ScreenLine> tail() {
        List<ScreenLine> lines = new ArrayList<>();
        LabelledText text = new LabelledText(width);
        text.entry(
                "calls",
                LABEL,
                decimal(snapshot.callsPerSecond(), 1) + "/s, " + number(snapshot.calls()) + " in all"
                        + (snapshot.totalled() == 0
                                ? ""
                                : "; " + number(snapshot.totalled()) + " of them only added up, in no other figure"));
        text.blank();
        text.entry("cache", LABEL, cache());
        text.entry("locks", LABEL, locks());
        text.entry("memory", LABEL, memory());
        text.toString().lines().forEach(line -> lines.add(new ScreenLine(line, Tone.PLAIN)));
        return lines;
    }

    private String cache() {
        CacheUse all = snapshot.cache();
        CacheUse lately = snapshot.lookups();
        if (all.lookups() == 0) {
            return "no lookup yet";
        }
        return (lately.lookups() == 0 ? "no lookup now, " : "hit rate " + percent(lately.hitRate()) + " now, ")
                + percent(all.hitRate()) + " in all (" + count(all.lookups(), "lookup") + ")";
    }

    private String locks() {
        Locks locks = snapshot.locks();
        List<String> told = new ArrayList<>();
        told.add("taken " + count(locks.taken(), "time")
                + (locks.taken() == 0 ? "" : ", longest wait " + time(locks.longestWait())));
        told.add(
                locks.contentions() == 0
                        ? "no wait for the kernel's"
                        : count(locks.contentions(), "wait") + " for the kernel's, longest "
                                + time(locks.longestContention()));
        if (snapshot.totalled() > 0) {
            told.add("holds unknown, as calls were only added up");
        } else {
            locks.longestHold()
                    .ifPresent(hold -> told.add("longest hold " + time(hold.nanos()) + " by " + holder(hold)));
            if (locks.held() > 0) {
                told.add(number(locks.held()) + " held now");
            }
        }
        return String.join("; ", told);
    }

    private static String holder(LockUse.Hold hold) {
        return hold.holder().orElse(hold.taker());
    }

    private String memory() {
        MemoryLevel memory = snapshot.memory();
        return bytes(memory.heldBytes()) + " held in " + count(memory.heldObjects(), "object") + ", at most "
                + bytes(memory.peakBytes())
                + (memory.heldObjects() == 0
                        ? ""
                        : "; oldest " + seconds(Duration.ofNanos(memory.oldestNanos())) + " s")
                + "; " + decimal(snapshot.allocationsPerSecond(), 1) + " allocations/s, "
                + decimal(snapshot.freesPerSecond(), 1) + " frees/s"
                + (memory.failures() == 0 ? "" : "; " + number(memory.failures()) + " failed");
    }

    private static String bytes(long bytes) {
        if (bytes < KIBIBYTE) {
            return count(bytes, "byte");
        }
        return bytes < KIBIBYTE * KIBIBYTE
                ? decimal(bytes / KIBIBYTE, 1) + " KiB"
                : decimal(bytes / KIBIBYTE / KIBIBYTE, 1) + " MiB";
    }

    private List<ScreenLine> alerts() {
        if (snapshot.alerts() == 0) {
            return List.of(new ScreenLine(label("alerts") + "none", Tone.GOOD));
        }
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(label("alerts") + number(snapshot.alerts()) + ", the latest first", Tone.BAD));
        snapshot.latestAlerts()
                .forEach(alert -> new LabelledText(width)
                        .entry(" ", 2, alert)
                        .toString()
                        .lines()
                        .forEach(line -> lines.add(new ScreenLine(line, Tone.BAD))));
        return lines;
    }

    private static String label(String label) {
        return label + " ".repeat(LABEL - label.length());
    }

    private String fitting(String wide, String narrow) {
        return wide.length() <= width ? wide : narrow;
    }

    /** A column of the table. Percentiles and longest times are those of the whole trace. */
    private record Column(String heading, int place, int width, Function<Operations, String> value) {}
}
