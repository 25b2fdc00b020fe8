package org.vexfs.trace.session;

import java.util.Optional;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.analysis.OperationProfile;

/**
 * What a window shows while it is open: no judgement, as its last events may still be under way.
 *
 * @param nanos when this was, in nanoseconds since boot
 * @param operations what the module did so far, of the calls that were told one by one; empty where that is not traced
 * @param memory what it holds; empty where that is not traced
 * @param totalled how many further calls of the window stand only in the kernel side's totals
 * @param missing how many events the kernel side has emitted in the window that have not arrived yet, or never will
 */
public record WindowGlance(
        long nanos, Optional<OperationProfile> operations, Optional<MemoryLevel> memory, long totalled, long missing) {}
