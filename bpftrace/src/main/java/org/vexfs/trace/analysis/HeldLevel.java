package org.vexfs.trace.analysis;

/** How many bytes and objects are held, and the most of them at a time. */
final class HeldLevel {

    private long bytes;
    private long objects;
    private long peakBytes;
    private long peakObjects;

    /** Takes note of a change. */
    void add(long moreBytes, long moreObjects) {
        bytes += moreBytes;
        objects += moreObjects;
        peakBytes = Math.max(peakBytes, bytes);
        peakObjects = Math.max(peakObjects, objects);
    }

    /** Forgets what was before: the most at a time is what there is now. */
    void beginAnew() {
        peakBytes = bytes;
        peakObjects = objects;
    }

    long bytes() {
        return bytes;
    }

    long objects() {
        return objects;
    }

    long peakBytes() {
        return peakBytes;
    }

    long peakObjects() {
        return peakObjects;
    }
}
