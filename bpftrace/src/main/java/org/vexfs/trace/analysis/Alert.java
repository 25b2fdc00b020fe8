package org.vexfs.trace.analysis;

/**
 * Something conspicuous within one interval of a window.
 *
 * @param kind what is conspicuous
 * @param from when the interval began, in nanoseconds since boot
 * @param to when it ended, in nanoseconds since boot
 * @param subject the function; of contention, the one that waited the longest; of memory, the one that holds or asked for most
 * @param value what was measured: nanoseconds for a latency or an age, bytes or objects for what is held, percent otherwise
 * @param threshold what it was compared with
 * @param calls how many calls, allocations or objects it was measured on
 */
public record Alert(Kind kind, long from, long to, String subject, double value, double threshold, long calls) {

    /** Gives how far what was measured is beyond the threshold, in its unit. */
    public double excess() {
        return kind == Kind.LOW_HIT_RATE ? threshold - value : value - threshold;
    }

    /** What can be conspicuous. */
    public enum Kind {
        /** The median time of a function's calls. */
        HIGH_LATENCY("performance_trace.alerts.high_latency_threshold"),
        /** The share of a cache's lookups that found something. */
        LOW_HIT_RATE("performance_trace.alerts.low_cache_hit_threshold"),
        /** The share of a function's calls that returned an error. */
        HIGH_ERROR_RATE("performance_trace.alerts.high_error_rate_threshold"),
        /** The share of the time within the module that was waiting for locks. */
        HIGH_CONTENTION("performance_trace.alerts.high_contention_threshold"),
        /** The bytes that the module held. */
        HIGH_USAGE("memory_trace.pressure_detection.high_usage_threshold_mb"),
        /** The share of the module's allocations that failed. */
        HIGH_FAILURE_RATE("memory_trace.pressure_detection.failure_rate_threshold"),
        /** The objects that the module held. */
        OUTSTANDING_ALLOCATIONS("memory_trace.leak_detection.outstanding_alloc_threshold"),
        /** The age of what the module holds. */
        OLD_ALLOCATIONS("memory_trace.leak_detection.leak_threshold_seconds");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** Gives whether it is about memory, and not about operations. */
        public boolean ofMemory() {
            return key.startsWith("memory_trace.");
        }

        /** Gives the key of its threshold, such as {@code performance_trace.alerts.high_latency_threshold}. */
        public String key() {
            return key;
        }
    }
}
