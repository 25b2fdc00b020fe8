/**
 * What the kernel said: immutable records of one sealed hierarchy.
 *
 * <p>Times are nanoseconds since boot ({@code CLOCK_BOOTTIME}) as bpftrace's {@code nsecs} gives them; addresses are
 * the kernel's, unsigned in a {@code long}.
 */
@NullMarked
package org.vexfs.trace.event;

import org.jspecify.annotations.NullMarked;
