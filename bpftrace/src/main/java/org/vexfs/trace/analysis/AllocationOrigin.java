package org.vexfs.trace.analysis;

import org.vexfs.trace.event.CallStack;

/** What one stack of the module allocates. */
final class AllocationOrigin {

    private final long callSite;
    private final CallStack stack;
    private final HeldLevel held = new HeldLevel();
    private boolean counts;
    private boolean vector;
    private boolean named;
    private String function = "";
    private long site;
    private long largeCount;
    private long largeBytes;
    private long largestBytes;

    AllocationOrigin(long callSite, CallStack stack) {
        this.callSite = callSite;
        this.stack = stack;
    }

    /**
     * Learns what its functions' names say.
     *
     * @param asking the place in the module that asks
     * @param counts whether the module answers for it
     * @param vector whether a function that holds vectors is on the stack
     * @param named whether all names are known
     */
    void classify(CallSite asking, boolean counts, boolean vector, boolean named) {
        this.function = asking.name();
        this.site = asking.address();
        this.counts = counts;
        this.vector = vector;
        this.named = named;
    }

    /** Takes note of a large allocation. */
    void large(long bytes) {
        largeCount++;
        largeBytes += bytes;
        largestBytes = Math.max(largestBytes, bytes);
    }

    Ownership ownership(CallSites callSites) {
        return Ownership.of(callSite, stack, callSites);
    }

    long callSite() {
        return callSite;
    }

    HeldLevel held() {
        return held;
    }

    String function() {
        return function;
    }

    /** Gives the address of the place in the module that asks. */
    long site() {
        return site;
    }

    boolean counts() {
        return counts;
    }

    boolean vector() {
        return vector;
    }

    boolean named() {
        return named;
    }

    long largeCount() {
        return largeCount;
    }

    long largeBytes() {
        return largeBytes;
    }

    long largestBytes() {
        return largestBytes;
    }
}
