package org.vexfs.trace.analysis;

/**
 * What was looked for in caches.
 *
 * @param hits how many lookups found something
 * @param misses how many lookups found nothing
 */
public record CacheUse(long hits, long misses) {

    /** Gives how many lookups there were that did not fail. */
    public long lookups() {
        return hits + misses;
    }

    /** Gives the share of hits, in percent; 0 where there was no lookup. */
    public double hitRate() {
        return lookups() == 0 ? 0 : 100.0 * hits / lookups();
    }
}
