package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * A free of an address that no allocator can have given out.
 *
 * @param address the address
 * @param site where it was freed
 * @param tid the thread that freed it
 * @param reason why it cannot be right, such as {@code it points 8 bytes into a live object of 64 bytes}
 * @param allocation where the object that it points into was allocated; empty if it points into none
 */
public record InvalidFree(long address, CallSite site, int tid, String reason, Optional<CallSite> allocation) {}
