package org.vexfs.trace.event;

/**
 * A thread that had to wait for a lock of the kernel's while a function of the module ran on it, told when it got it.
 *
 * @param nanos when the wait was over, in nanoseconds since boot
 * @param waitNanos how long it waited, in nanoseconds
 * @param pid the process (thread group) of the thread
 * @param tid the thread
 * @param lock the lock's address
 * @param flags what kind of lock, as {@code contention_begin} tells it: 1 spin, 2 read, 4 write, 8 real-time, 16 per CPU, 32 mutex
 * @param function the innermost function of the module that ran
 */
public record Contention(long nanos, long waitNanos, int pid, int tid, long lock, int flags, String function)
        implements TraceEvent {}
