package org.vexfs.trace.baseline;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.analysis.Distribution;

/**
 * How long calls took, to two significant digits (within 1 %), in a form that can be written down: HdrHistogram's V2
 * compressed encoding, in base64. The k-th smallest value lies between the k-th smallest of the lower and of the upper
 * bounds; the two differ where calls were only added up in the kernel.
 *
 * @param lower the histogram of the lower bounds
 * @param upper the histogram of the upper bounds; empty text where they are the same
 */
public record Latencies(String lower, String upper) {

    private static final int DIGITS = 2;

    /** Takes down a distribution. */
    public static Latencies of(Distribution latency) {
        Histogram lows = latency.lows(DIGITS);
        Histogram highs = latency.highs(DIGITS);
        return new Latencies(encoded(lows), lows.equals(highs) ? "" : encoded(highs));
    }

    /** Gives whether every value is known, to the digits that are kept. */
    public boolean exact() {
        return upper.isEmpty();
    }

    /**
     * Gives the distribution.
     *
     * @throws IllegalArgumentException if what is written down is none
     */
    public Distribution distribution() {
        Histogram lows = decoded(lower);
        return Distribution.of(lows, exact() ? lows : highs());
    }

    /**
     * Gives the histogram of the upper bounds, in nanoseconds.
     *
     * @throws IllegalArgumentException if what is written down is none
     */
    public Histogram highs() {
        return decoded(exact() ? lower : upper);
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram decoded(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "not a compressed histogram: " + (text.length() <= 40 ? text : text.substring(0, 37) + "..."), e);
        }
    }
}
