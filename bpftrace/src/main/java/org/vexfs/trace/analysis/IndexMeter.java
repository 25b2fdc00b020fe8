package org.vexfs.trace.analysis;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.TrackedFigure;
import org.vexfs.trace.event.Operation;

/** Measures indexes and caches by what the functions that work on them are given and return. */
final class IndexMeter {

    private static final Set<OperationCategory> WATCHED = EnumSet.of(
            OperationCategory.HNSW_BUILD,
            OperationCategory.HNSW_INSERT,
            OperationCategory.HNSW_DELETE,
            OperationCategory.HNSW_SEARCH,
            OperationCategory.LSH_BUCKET,
            OperationCategory.LSH_HASH,
            OperationCategory.CACHE_LOOKUP);

    private final Set<TrackedFigure> tracked;
    private final ValueRecorder hops = new ValueRecorder();
    private final RepeatMeter buckets = new RepeatMeter();
    private final ValueRecorder found = new ValueRecorder();
    private final RepeatMeter hashes = new RepeatMeter();
    private final RepeatMeter misses = new RepeatMeter();
    private IndexUse.@Nullable Graph graph;
    private long hopsOfCall;
    private boolean hopsSeen;

    IndexMeter(Set<TrackedFigure> tracked) {
        this.tracked = tracked;
    }

    /** Gives whether calls of such a function tell of an index or a cache. */
    static boolean watches(FunctionTraits traits) {
        return traits.categories().stream().anyMatch(WATCHED::contains);
    }

    /** Takes note that a call lay within the one that returns now. */
    void within(FunctionTraits outer, FunctionTraits inner) {
        if (outer.is(OperationCategory.HNSW_SEARCH) && inner.is(OperationCategory.HNSW_HOP)) {
            hopsOfCall++;
        }
    }

    /** Takes a call that returned, after what lay within it. */
    void accept(Operation call, FunctionTraits traits) {
        if (traits.is(OperationCategory.HNSW_SEARCH)) {
            searched();
        }
        if (traits.errno(call) == 0) {
            succeeded(call, traits);
        }
        if (tracked.contains(TrackedFigure.MISS_PATTERNS) && traits.isMiss(call)) {
            traits.key(call).ifPresent(key -> misses.add(List.of(key)));
        }
    }

    private void searched() {
        hopsSeen |= hopsOfCall > 0;
        if (tracked.contains(TrackedFigure.SEARCH_HOPS)) {
            hops.record(hopsOfCall);
        }
        hopsOfCall = 0;
    }

    private void succeeded(Operation call, FunctionTraits traits) {
        if (tracked.contains(TrackedFigure.GRAPH_SIZE)) {
            graph(call, traits);
        }
        if (tracked.contains(TrackedFigure.BUCKET_DISTRIBUTION) && traits.is(OperationCategory.LSH_BUCKET)) {
            List<Long> bucket = traits.bucket(call);
            if (!bucket.isEmpty()) {
                buckets.add(bucket);
                found.record(traits.moved(call));
            }
        }
        if (tracked.contains(TrackedFigure.COLLISION_RATE) && traits.is(OperationCategory.LSH_HASH)) {
            hashes.add(List.of(call.result()));
        }
    }

    /** What is inserted while the graph is built returns before that does. */
    private void graph(Operation call, FunctionTraits traits) {
        if (traits.is(OperationCategory.HNSW_BUILD)) {
            graph = new IndexUse.Graph(traits.moved(call), 0, 0);
        } else if (graph != null && traits.is(OperationCategory.HNSW_INSERT)) {
            graph = new IndexUse.Graph(graph.built(), graph.inserted() + 1, graph.removed());
        } else if (graph != null && traits.is(OperationCategory.HNSW_DELETE)) {
            graph = new IndexUse.Graph(graph.built(), graph.inserted(), graph.removed() + 1);
        }
    }

    IndexUse use() {
        return new IndexUse(
                Optional.ofNullable(graph),
                // Where no search met a node, nobody knows whether the functions that meet one are traced.
                hopsSeen ? hops.distribution() : Distribution.NONE,
                buckets.repeats(),
                found.distribution(),
                hashes.repeats(),
                misses.repeats());
    }
}
