package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Percentiles;
import org.vexfs.trace.analysis.UsageDetails;
import org.vexfs.trace.config.UsageSettings.Tracking;

/** Says how memory was used. */
public final class UsageSummary {

    private static final int MOST_PLACES = 10;
    private static final int MOST_FRAMES = 8;

    private final MemoryUsage usage;
    private final Tracking tracking;
    private final List<String> lines = new ArrayList<>();

    private UsageSummary(MemoryUsage usage) {
        this.usage = usage;
        this.tracking = usage.details().tracking();
    }

    /**
     * Gives a few lines, each of which begins with what it is about; only what there was is told, and nothing that the
     * configuration switches off.
     */
    public static String of(MemoryUsage usage) {
        return String.join("\n", new UsageSummary(usage).lines());
    }

    private List<String> lines() {
        sums();
        if (tracking.allocations()) {
            fragmentation();
            patterns();
            large();
            vectors();
        }
        failures();
        levels();
        alerts();
        return lines;
    }

    private void sums() {
        if (usage.allocations() == 0) {
            add("memory", "nothing was allocated");
            return;
        }
        String told = Stream.of(
                        tracking.allocations()
                                ? "allocated " + bytes(usage.allocatedBytes()) + " in "
                                        + count(usage.allocations(), "allocation")
                                : "",
                        tracking.deallocations() ? number(usage.frees()) + " freed" : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        if (tracking.allocations() && tracking.deallocations()) {
            told += "; peak " + bytes(usage.peakBytes()) + ", held " + bytes(usage.heldBytes())
                    + (usage.heldObjects() == 0 ? "" : " in " + count(usage.heldObjects(), "object"));
        }
        if (!told.isEmpty()) {
            add("memory", told);
        }
        if (tracking.allocations()) {
            add("sizes", percentiles(usage.sizes(), false) + " bytes");
        }
        if (tracking.deallocations() && usage.lifetimes().count() > 0) {
            add("lifetimes", percentiles(usage.lifetimes(), true));
            usage.details().lifetimes().stream()
                    .limit(MOST_PLACES)
                    .forEach(function -> add(
                            "",
                            function.function() + ": "
                                    + number(function.lifetimes().count()) + " x, "
                                    + percentiles(function.lifetimes(), true)));
        }
    }

    private void large() {
        if (usage.largeCount() > 0) {
            add("large", count(usage.largeCount(), "large allocation"));
            usage.large().stream()
                    .limit(MOST_PLACES)
                    .forEach(large -> add(
                            "",
                            number(large.count()) + " x " + bytes(large.largestBytes()) + " at most, at "
                                    + large.site()
                                    + large.stack().stream()
                                            .skip(1)
                                            .filter(CallSite::inModule)
                                            .limit(MOST_FRAMES)
                                            .map(frame -> ", from " + frame)
                                            .collect(Collectors.joining())));
        }
    }

    private void fragmentation() {
        usage.details().fragmentation().ifPresent(measured -> {
            add(
                    "slack",
                    number(measured.all().bytes()) + " of "
                            + bytes(measured.all().allocatedBytes())
                            + " set aside were not asked for, "
                            + Quantity.percent(measured.all().percent()));
            Stream.of(measured.sizeClasses(), measured.functions())
                    .flatMap(slacks -> slacks.stream().limit(MOST_PLACES))
                    .forEach(slack -> add(
                            "",
                            slack.what() + ": " + count(slack.allocations(), "allocation") + ", " + bytes(slack.bytes())
                                    + ", " + Quantity.percent(slack.percent())));
        });
    }

    private void patterns() {
        usage.details().patterns().ifPresent(measured -> {
            add("patterns", "sizes up to " + sizes(measured.sizes()));
            measured.places().stream()
                    .limit(MOST_PLACES)
                    .forEach(place -> add(
                            "",
                            number(place.allocations()) + " x " + range(place.smallest(), place.largest())
                                    + (place.periodNanos() > 0 ? ", every " + Quantity.time(place.periodNanos()) : "")
                                    + ", at " + place.site()));
        });
    }

    private static String range(long smallest, long largest) {
        return smallest == largest ? bytes(largest) : number(smallest) + " to " + bytes(largest);
    }

    private static String sizes(List<UsageDetails.SizeClass> sizes) {
        return sizes.stream()
                .map(size -> number(size.bytes()) + ": " + number(size.allocations()))
                .collect(Collectors.joining(", "));
    }

    private void vectors() {
        if (usage.vectors().allocations() > 0) {
            add(
                    "vectors",
                    count(usage.vectors().allocations(), "allocation") + " of "
                            + bytes(usage.vectors().bytes()));
        }
        if (tracking.deallocations()) {
            usage.details()
                    .buffers()
                    .ifPresent(buffers -> add(
                            "buffers",
                            "of vectors: peak " + bytes(buffers.peakBytes()) + ", held " + bytes(buffers.heldBytes())
                                    + " in " + count(buffers.heldObjects(), "object") + "; sizes "
                                    + sizes(buffers.sizes())));
        }
        usage.details().dimensions().ifPresent(measured -> {
            if (measured.uses().isEmpty()) {
                add("dimensions", "not measured: " + measured.notMeasured());
            }
            measured.uses().stream()
                    .limit(MOST_PLACES)
                    .forEach(use -> add(
                            "dimension",
                            number(use.dimension()) + ": " + count(use.calls(), "call") + " of " + use.function()
                                    + " allocate " + bytes(use.bytes()) + ", "
                                    + Quantity.decimal((double) use.bytes() / use.calls(), 1) + " each"));
        });
    }

    private void failures() {
        if (usage.failureCount() > 0) {
            add("failures", count(usage.failureCount(), "allocation") + " failed");
            usage.failures().stream()
                    .limit(MOST_PLACES)
                    .forEach(failures -> add(
                            "",
                            number(failures.count()) + " x " + bytes(failures.largestBytes()) + " at most, at "
                                    + failures.site()));
        }
        if (usage.refusalCount() > 0) {
            add("ENOMEM", count(usage.refusalCount(), "return") + " of -ENOMEM");
            usage.refusals().stream()
                    .limit(MOST_PLACES)
                    .forEach(refusals -> add("", number(refusals.count()) + " x by " + refusals.function()));
        }
    }

    private void levels() {
        if (usage.pressure().times() > 0) {
            add(
                    "pressure",
                    "above the threshold " + count(usage.pressure().times(), "time") + ", for "
                            + Quantity.time(usage.pressure().nanos()));
        }
        if (usage.old().objects() > 0) {
            add(
                    "old",
                    bytes(usage.old().bytes()) + " in " + count(usage.old().objects(), "object")
                            + " held for longer than the leak threshold");
        }
    }

    private void alerts() {
        if (usage.details().alertCount() > 0) {
            add("alerts", count(usage.details().alertCount(), "alert"));
            usage.details().alerts().stream().limit(MOST_PLACES).forEach(alert -> add("", AlertText.of(alert)));
        }
    }

    private void add(String about, String text) {
        lines.add(about + " ".repeat(Math.max(0, 10 - about.length())) + " " + text);
    }

    private static String percentiles(Percentiles values, boolean nanos) {
        return "p50 " + value(values.p50(), nanos) + ", p95 " + value(values.p95(), nanos) + ", p99 "
                + value(values.p99(), nanos) + ", max " + value(values.max(), nanos);
    }

    private static String value(long value, boolean nanos) {
        return nanos ? Quantity.time(value) : number(value);
    }

    private static String bytes(long bytes) {
        return count(bytes, "byte");
    }
}
