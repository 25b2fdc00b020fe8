package org.vexfs.trace.analysis;

/**
 * How much memory the module holds at one point of a window, of what it allocated in it. Bytes are those asked for.
 *
 * @param allocations how many allocations there were so far
 * @param frees how many of them were freed
 * @param heldBytes the bytes held now
 * @param heldObjects how many objects are held now
 * @param peakBytes the most bytes held at a time so far
 * @param oldestNanos how long the oldest of the objects has been held, in nanoseconds; 0 where none is
 * @param failures how many allocations failed so far
 * @param allocatedBytes the bytes of all allocations so far
 * @param old those that are held so long already that they hint at a leak
 */
public record MemoryLevel(
        long allocations,
        long frees,
        long heldBytes,
        long heldObjects,
        long peakBytes,
        long oldestNanos,
        long failures,
        long allocatedBytes,
        MemoryUsage.OldObjects old) {

    public static final MemoryLevel NONE = new MemoryLevel(0, 0, 0, 0, 0, 0, 0, 0, new MemoryUsage.OldObjects(0, 0));
}
