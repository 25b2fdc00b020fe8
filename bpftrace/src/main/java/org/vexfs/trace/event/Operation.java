package org.vexfs.trace.event;

import java.util.Arrays;
import java.util.List;

/**
 * A call of one of the module's functions, told when it returned.
 *
 * @param entered when it was called, in nanoseconds since boot
 * @param durationNanos how long it took, in nanoseconds, exactly as the kernel's clock tells
 * @param pid the process (thread group) whose thread called it
 * @param tid the thread that called it
 * @param depth how many functions of the module ran on that thread already; 0 for a call from outside
 * @param function its name
 * @param result what it returned, as a signed number; means nothing for a function that returns nothing
 * @param arguments its first arguments, as unsigned numbers; those beyond what it takes mean nothing
 */
public record Operation(
        long entered,
        long durationNanos,
        int pid,
        int tid,
        int depth,
        String function,
        long result,
        List<Long> arguments)
        implements TraceEvent {

    /** The largest errno; a result from -1 down to its negative is an error (include/linux/err.h). */
    private static final int MAX_ERRNO = 4095;

    public Operation {
        arguments = List.copyOf(arguments);
    }

    /** Makes one with those arguments. */
    public static Operation of(
            long entered,
            long durationNanos,
            int pid,
            int tid,
            int depth,
            String function,
            long result,
            long... arguments) {
        return new Operation(
                entered,
                durationNanos,
                pid,
                tid,
                depth,
                function,
                result,
                Arrays.stream(arguments).boxed().toList());
    }

    /** Gives when it returned, in nanoseconds since boot. */
    public long returned() {
        return entered + durationNanos;
    }

    /**
     * Gives the errno that it returned, such as 12 for -ENOMEM; 0 if it returned none. A function that returns an
     * {@code int} leaves the upper half of the register as it was, so that half is looked at only where it says that
     * the number is a pointer or a long one. An unsigned int within {@value #MAX_ERRNO} of 2^32 looks the same: whether a
     * function returns one, the register does not tell, but {@code operations.categories.no_result} can.
     */
    public int errno() {
        return errno(result);
    }

    /** Gives the errno that a result stands for; 0 if it stands for none. */
    public static int errno(long result) {
        if (result < 0 && result >= -MAX_ERRNO) {
            return (int) -result;
        }
        // An int that is negative: the upper half is zero.
        int low = (int) result;
        return result >>> 32 == 0 && low < 0 && low >= -MAX_ERRNO ? -low : 0;
    }
}
