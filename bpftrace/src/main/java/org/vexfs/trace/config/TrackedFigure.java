package org.vexfs.trace.config;

import java.util.Arrays;
import java.util.Optional;

/** What of a trace of operations the configuration switches on and off, each with a key of its own. */
public enum TrackedFigure {
    /** The functions that read, write and handle directories and inodes. */
    FILESYSTEM_OPS("kernel_trace.filesystem_ops"),
    /** The functions that take and give back locks, and waits for the kernel's. */
    LOCK_OPS("kernel_trace.lock_ops"),
    /** The errors that operations return. */
    ERRORS("kernel_trace.error_tracking"),
    /** The module's coming and going, in a trace's text. */
    MODULE_LIFECYCLE("kernel_trace.module_lifecycle"),
    /** How long operations on vectors take. */
    VECTOR_LATENCY("performance_trace.vector_ops.track_latency"),
    /** How many operations on vectors there are in a second. */
    VECTOR_THROUGHPUT("performance_trace.vector_ops.track_throughput"),
    /** Of which dimension vectors are. */
    VECTOR_DIMENSIONS("performance_trace.vector_ops.track_dimensions"),
    /** How many nodes an HNSW graph has. */
    GRAPH_SIZE("performance_trace.hnsw_tracking.track_graph_size"),
    /** How many nodes a search of an HNSW graph meets. */
    SEARCH_HOPS("performance_trace.hnsw_tracking.track_search_hops"),
    /** How long an HNSW graph takes to build. */
    BUILD_TIME("performance_trace.hnsw_tracking.track_build_time"),
    /** How long LSH takes to hash a vector. */
    HASH_TIME("performance_trace.lsh_tracking.track_hash_time"),
    /** Which of LSH's buckets are looked into, and how many vectors are in them. */
    BUCKET_DISTRIBUTION("performance_trace.lsh_tracking.track_bucket_distribution"),
    /** How often LSH gives a hash that it gave before. */
    COLLISION_RATE("performance_trace.lsh_tracking.track_collision_rate"),
    /** How long reads take. */
    READ_LATENCY("performance_trace.io_tracking.track_read_latency"),
    /** How long writes take. */
    WRITE_LATENCY("performance_trace.io_tracking.track_write_latency"),
    /** How many bytes are read and written in a second. */
    IO_THROUGHPUT("performance_trace.io_tracking.track_throughput"),
    /** How often a cache has what is looked for. */
    HIT_RATE("performance_trace.cache_tracking.track_hit_rate"),
    /** Which keys a cache does not have. */
    MISS_PATTERNS("performance_trace.cache_tracking.track_miss_patterns");

    private final String key;

    TrackedFigure(String key) {
        this.key = key;
    }

    /** Gives its key in the configuration. */
    public String key() {
        return key;
    }

    /** Gives which one a key of the configuration switches; empty for a key that switches none. */
    public static Optional<TrackedFigure> ofKey(String key) {
        return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
    }

    /** Gives which one says how long operations of a category take; empty for a category that always tells. */
    public static Optional<TrackedFigure> latencyOf(OperationCategory category) {
        return switch (category) {
            case READ -> Optional.of(READ_LATENCY);
            case WRITE -> Optional.of(WRITE_LATENCY);
            case SEARCH, INSERT, UPDATE, DELETE, HNSW_SEARCH, HNSW_INSERT, HNSW_DELETE, LSH_SEARCH ->
                Optional.of(VECTOR_LATENCY);
            case HNSW_BUILD -> Optional.of(BUILD_TIME);
            case LSH_HASH -> Optional.of(HASH_TIME);
            case METADATA, HNSW_HOP, LSH_BUCKET, CACHE_LOOKUP, LOCK, UNLOCK, NO_RESULT -> Optional.empty();
        };
    }
}
