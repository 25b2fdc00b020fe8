package org.vexfs.trace.analysis;

/**
 * Something conspicuous within one interval of a window.
 *
 * @param kind what is conspicuous
 * @param from when the interval began, in nanoseconds since boot
 * @param to when it ended, in nanoseconds since boot
 * @param subject the function; of contention, the one that waited the longest
 * @param value what was measured: nanoseconds for a latency, percent otherwise
 * @param threshold what it was compared with
 * @param calls how many calls it was measured on
 */
public record Alert(Kind kind, long from, long to, String subject, double value, double threshold, long calls) {

    /** Gives how far what was measured is beyond the threshold, in its unit. */
    public double excess() {
        return kind == Kind.LOW_HIT_RATE ? threshold - value : value - threshold;
    }

    /** What can be conspicuous. */
    public enum Kind {
        /** The median time of a function's calls. */
        HIGH_LATENCY("high_latency_threshold"),
        /** The share of a cache's lookups that found something. */
        LOW_HIT_RATE("low_cache_hit_threshold"),
        /** The share of a function's calls that returned an error. */
        HIGH_ERROR_RATE("high_error_rate_threshold"),
        /** The share of the time within the module that was waiting for locks. */
        HIGH_CONTENTION("high_contention_threshold");

        private final String threshold;

        Kind(String threshold) {
            this.threshold = threshold;
        }

        /** Gives the key of its threshold, such as {@code performance_trace.alerts.high_latency_threshold}. */
        public String key() {
            return "performance_trace.alerts." + threshold;
        }
    }
}
