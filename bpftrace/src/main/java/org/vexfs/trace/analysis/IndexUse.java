package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * What indexes and caches look like from outside, as the calls within a window tell that were told one by one.
 *
 * @param graph the HNSW graph; empty unless one was built within the window
 * @param hops how many nodes each search of the graph met; none unless the functions that meet one are traced
 * @param buckets which of LSH's buckets were looked into
 * @param found how many vectors each look into a bucket found
 * @param hashes what LSH hashed vectors to
 * @param misses the keys that were looked for in a cache, and were not there
 */
public record IndexUse(
        Optional<Graph> graph, Distribution hops, Repeats buckets, Distribution found, Repeats hashes, Repeats misses) {

    public static final IndexUse NONE = new IndexUse(
            Optional.empty(), Distribution.NONE, Repeats.NONE, Distribution.NONE, Repeats.NONE, Repeats.NONE);

    /**
     * A graph of vectors.
     *
     * @param built how many nodes it had when it was last built, as that returned
     * @param inserted how many were inserted since
     * @param removed how many were removed since
     */
    public record Graph(long built, long inserted, long removed) {

        /** Gives how many nodes it has. */
        public long nodes() {
            return built + inserted - removed;
        }
    }
}
