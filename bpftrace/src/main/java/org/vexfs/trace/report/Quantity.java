package org.vexfs.trace.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.Measured;

/** Writes numbers with their units. What is known within bounds is written as such, unless they are next to each other. */
public final class Quantity {

    /** Bounds that are at most so many parts of the value apart are those of the histogram that recorded it. */
    private static final long NARROW = 1_000;

    /** Numbers from here on, which are rare, are left to the formatter. */
    private static final double MOST_TOLD_QUICKLY = 1e15;

    /** Stands for a number that is not told. */
    public static final long UNTOLD = -1;

    private Quantity() {}

    /** Gives a number, or {@link #UNTOLD}. */
    static long toldIf(boolean told, long number) {
        return told ? number : UNTOLD;
    }

    /** Gives the digits of a number, or a dash for {@link #UNTOLD}. */
    static String digits(long number) {
        return number == UNTOLD ? "-" : Long.toString(number);
    }

    /** Gives a number with its thousands apart. */
    public static String number(long number) {
        // Not by the formatter: a test's end waits for dozens of them.
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }

    /** Gives a number with its noun, in the plural where it is one. */
    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** Gives a time of that many nanoseconds. */
    public static String time(long nanos) {
        if (nanos >= 1_000_000_000 || nanos < 0) {
            return String.format(Locale.ROOT, nanos < 0 ? "%.1f us" : "%.2f s", nanos / (nanos < 0 ? 1e3 : 1e9));
        }
        return nanos < 1_000_000 ? tenths(nanos, 100) + " us" : tenths(nanos, 100_000) + " ms";
    }

    /** Gives a number with one digit after the point, rounded half up. */
    private static String tenths(long number, long tenth) {
        long tenths = (number + tenth / 2) / tenth;
        return tenths / 10 + "." + tenths % 10;
    }

    /** Gives a time in nanoseconds as far as it is known. */
    public static String time(Bounds nanos) {
        return isNarrow(nanos) ? time(nanos.middle()) : range(time(nanos.low()), time(nanos.high()));
    }

    /** Gives a time that is compared with a limit; if an end of it would read like the limit, with all its digits. */
    static String time(Measured nanos, long limit) {
        Bounds bounds = new Bounds((long) nanos.low(), (long) nanos.high());
        boolean alike = Stream.of(bounds.low(), bounds.middle(), bounds.high())
                .map(Quantity::time)
                .anyMatch(time(limit)::equals);
        return alike ? range(exactTime(bounds.low()), exactTime(bounds.high())) : time(bounds);
    }

    /** Gives a time with all its digits, such as {@code 2 ms} or {@code 1.25 ms}. */
    public static String exactTime(long nanos) {
        if (nanos < 1_000_000) {
            return plain(BigDecimal.valueOf(nanos, 3)) + " us";
        }
        return nanos < 1_000_000_000
                ? plain(BigDecimal.valueOf(nanos, 6)) + " ms"
                : plain(BigDecimal.valueOf(nanos, 9)) + " s";
    }

    static String percentiles(Distribution nanos) {
        return "p50 " + time(nanos.percentile(50)) + ", p95 " + time(nanos.percentile(95)) + ", p99 "
                + time(nanos.percentile(99)) + ", p99.9 " + time(nanos.percentile(99.9)) + ", max " + time(nanos.max());
    }

    /** Gives a share in percent. */
    public static String percent(double percent) {
        return decimal(percent, 1) + " %";
    }

    static String megabytesPerSecond(Measured rate) {
        return range(decimal(rate.low(), 2) + " MB/s", decimal(rate.high(), 2) + " MB/s");
    }

    static String bytes(Bounds bytes) {
        return range(count(bytes.low(), "byte"), count(bytes.high(), "byte"));
    }

    /** Gives a number with so many digits after the point, at least one, rounded half up, and its thousands apart. */
    public static String decimal(double number, int digits) {
        if (!(number >= 0 && number < MOST_TOLD_QUICKLY)) {
            return String.format(Locale.ROOT, "%,." + digits + "f", number);
        }
        String plain = BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_UP)
                .toPlainString();
        int point = plain.indexOf('.');
        return number(Long.parseLong(plain, 0, point, 10)) + plain.substring(point);
    }

    /** Gives a number with all its digits and no more. */
    public static String plain(double number) {
        return plain(BigDecimal.valueOf(number));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static boolean isNarrow(Bounds bounds) {
        return bounds.high() - bounds.low() <= bounds.high() / NARROW + 1;
    }

    /** Gives both ends, or one where they read alike; a unit that both have stands once. */
    static String range(String low, String high) {
        if (low.equals(high)) {
            return low;
        }
        String unit = high.substring(high.lastIndexOf(' '));
        return (low.endsWith(unit) ? low.substring(0, low.length() - unit.length()) : low) + " to " + high;
    }
}
