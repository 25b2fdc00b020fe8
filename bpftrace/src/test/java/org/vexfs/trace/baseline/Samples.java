package org.vexfs.trace.baseline;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.analysis.Distribution;

/** Latencies whose distribution is known. */
final class Samples {

    private Samples() {}

    /** Gives latencies of a median of 1 ms, times a factor, whose logarithm has a deviation. */
    static ToDoubleFunction<Random> lognormal(double factor, double deviation) {
        return random -> 1_000_000 * factor * Math.exp(deviation * random.nextGaussian());
    }

    /** Gives latencies of which a share hits a cache and takes 50 us, the others 1 ms, times a factor. */
    static ToDoubleFunction<Random> bimodal(double factor, double hits) {
        return random ->
                (random.nextDouble() < hits ? 50_000 : 1_000_000) * factor * Math.exp(0.1 * random.nextGaussian());
    }

    static Latencies draw(int calls, Random random, ToDoubleFunction<Random> truth) {
        return of(LongStream.generate(() -> (long) truth.applyAsDouble(random)).limit(calls));
    }

    static Latencies of(LongStream nanos) {
        Histogram values = new Histogram(3);
        nanos.forEach(values::recordValue);
        return Latencies.of(Distribution.of(values, values));
    }

    /** Gives calls of which each is known to take between two times. */
    static Latencies between(long low, long high, int calls) {
        Histogram lows = new Histogram(3);
        Histogram highs = new Histogram(3);
        lows.recordValueWithCount(low, calls);
        highs.recordValueWithCount(high, calls);
        return Latencies.of(Distribution.of(lows, highs));
    }
}
