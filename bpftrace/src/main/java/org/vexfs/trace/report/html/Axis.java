package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.report.Quantity;

/**
 * An axis of a plot.
 *
 * @param label what it shows; empty for nothing
 * @param low where it begins
 * @param high where it ends, above that
 * @param marks what is written beside it, in order
 */
record Axis(String label, double low, double high, List<Mark> marks) {

    private static final int MOST_MARKS = 6;
    private static final long KIB = 1024;

    Axis {
        marks = List.copyOf(marks);
    }

    /** A value with its label. */
    record Mark(double at, String label) {}

    /** Gives an axis of times whose places are decimal logarithms of nanoseconds. */
    static Axis times(String label, long lowest, long highest) {
        double low = log(lowest);
        double high = Math.max(log(highest), low + 0.1);
        double margin = (high - low) / 25;
        List<Mark> marks = new ArrayList<>();
        for (int[] steps : List.of(new int[] {1}, new int[] {1, 3}, new int[] {1, 2, 5})) {
            marks = timeMarks(low, high, steps);
            if (marks.size() >= 3) {
                break;
            }
        }
        if (marks.size() < 2) {
            marks = List.of(mark(low), mark(high));
        }
        int every = (marks.size() + MOST_MARKS - 1) / MOST_MARKS;
        List<Mark> some = new ArrayList<>();
        for (int i = 0; i < marks.size(); i += every) {
            some.add(marks.get(i));
        }
        return new Axis(label, low - margin, high + margin, some);
    }

    private static List<Mark> timeMarks(double low, double high, int... steps) {
        List<Mark> marks = new ArrayList<>();
        for (long decade = (long) Math.floor(low); decade <= high; decade++) {
            for (int step : steps) {
                double at = decade + Math.log10(step);
                if (at >= low && at <= high) {
                    marks.add(new Mark(at, Quantity.exactTime(Math.round(Math.pow(10, decade) * step))));
                }
            }
        }
        return marks;
    }

    private static Mark mark(double log) {
        return new Mark(log, Quantity.time(Math.round(Math.pow(10, log))));
    }

    /** Gives where a time lies on an axis of times. */
    static double log(long nanos) {
        return Math.log10(Math.max(1, nanos));
    }

    /** Gives an axis from 0 of numbers with a unit. */
    static Axis numbers(String label, double highest, String unit) {
        double step = step(highest / 4, 10);
        return linear(label, highest, step, value -> Quantity.plain(value) + unit);
    }

    /** Gives an axis from 0 of bytes. */
    static Axis bytes(String label, long highest) {
        double unit = highest >= 4 * KIB * KIB ? KIB * KIB : highest >= 4 * KIB ? KIB : 1;
        String name = unit == 1 ? " B" : unit == KIB ? " KiB" : " MiB";
        double step = Math.max(1, step(highest / unit / 4, 10)) * unit;
        return linear(label, highest, step, value -> Quantity.plain(value / unit) + name);
    }

    /** Gives an axis from 0 of a time that passes, in nanoseconds. */
    static Axis elapsed(String label, long nanos) {
        double step = step(nanos / 4.0, 10);
        List<Mark> marks = new ArrayList<>();
        for (double at = 0; at <= nanos; at += step) {
            marks.add(new Mark(at, Quantity.exactTime(Math.round(at))));
        }
        return new Axis(label, 0, Math.max(1, nanos), marks);
    }

    private static Axis linear(String label, double highest, double step, Label labels) {
        double high = Math.max(step, highest * 1.05);
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i * step <= high; i++) {
            marks.add(new Mark(i * step, labels.of(i * step)));
        }
        return new Axis(label, 0, high, marks);
    }

    /** Gives 1, 2 or 5 times a power of the base, at least so much. */
    private static double step(double least, double base) {
        if (!(least > 0)) {
            return 1;
        }
        double power = Math.pow(base, Math.floor(Math.log(least) / Math.log(base)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least * 0.999) {
                return factor * power;
            }
        }
        return power * base;
    }

    private interface Label {
        String of(double value);
    }
}
