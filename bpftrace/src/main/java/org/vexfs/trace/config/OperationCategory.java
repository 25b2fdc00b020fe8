package org.vexfs.trace.config;

import java.util.Locale;

/** What a function of the module does. A function may be of several categories, or of none. */
public enum OperationCategory {
    /** Reads data; its result above 0 is the bytes that were read. */
    READ,
    /** Writes data; its result above 0 is the bytes that were written. */
    WRITE,
    /** Directories and inodes: lookup, create, readdir and the like. */
    METADATA,
    /** Finds vectors, in whatever way. */
    SEARCH,
    INSERT,
    UPDATE,
    DELETE,
    HNSW_BUILD,
    HNSW_SEARCH,
    HNSW_INSERT,
    HNSW_DELETE,
    /** Meets a node of the graph, such as by measuring how far it is; called once for each. */
    HNSW_HOP,
    LSH_HASH,
    LSH_SEARCH,
    LSH_BUCKET,
    /** Looks into a cache: a result above 0 is a hit, 0 or -ENOENT a miss. */
    CACHE_LOOKUP,
    /** Takes a lock, which is told by its first argument; how long the call takes is the wait. */
    LOCK,
    /** Gives back the lock that its first argument tells. */
    UNLOCK,
    /** Returns nothing, or an unsigned int that may be any: what the register holds is no error. */
    NO_RESULT;

    /** Gives the category's key in the configuration, such as {@code hnsw_search}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
