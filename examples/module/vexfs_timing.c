// SPDX-License-Identifier: GPL-2.0
/*
 * How long the operations took by the module's own clock, for what a tracer
 * says to be compared with; and what has them take longer, or fail.
 *
 *   timings [reset]           "OPERATION count= min= max= sum= last= errors=
 *                             returned=" each; "reset" then forgets them
 *   durations OPERATION       the durations of its last 512 calls, "NS NS ..."
 *   delay OPERATION US        from now on each call takes US microseconds more
 *   delays                    "OPERATION delay_us= count= sum=" each: the delay
 *                             set, and the delays there really were, in ns
 *   fail OPERATION ERRNO N    the next N calls return -ERRNO and do nothing
 *
 * A duration goes from the function's entry to its end, less what the counting
 * there takes, by the clock that is nsecs(monotonic) to bpftrace and
 * System.nanoTime() to Java. Calls that fail are timed too. No count is lost,
 * whoever calls at the same time; the numbers of a line agree with each other
 * when no call is under way.
 */
#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/processor.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

#include "vexfs_faults.h"

#define RECENT	512	/* durations that are kept of each operation */

struct timing {
	atomic64_t count;
	atomic64_t min;		/* ns, as all below but for errors, returned */
	atomic64_t max;
	atomic64_t sum;
	atomic64_t last;
	atomic64_t errors;	/* calls that returned a negative errno */
	atomic64_t returned;	/* by all others together */
	s64 recent[RECENT];	/* call n at n % RECENT */

	u64 delay_ns;
	atomic64_t delays;
	atomic64_t delayed;
	int err;
	atomic_t failing;	/* calls that are still to return err */
};

static struct timing timings[OPERATIONS];

static const char *const names[OPERATIONS] = {
	[OP_INSERT] = "insert",
	[OP_UPDATE] = "update",
	[OP_DELETE] = "delete",
	[OP_GET] = "get",
	[OP_CACHE_GET] = "cache_get",
	[OP_SEARCH] = "search",
	[OP_HNSW_SEARCH] = "hnsw_search",
	[OP_LSH_SEARCH] = "lsh_search",
	[OP_READ] = "read",
	[OP_WRITE] = "write",
};

const char *operation_name(enum operation operation)
{
	return names[operation];
}

/* The operation of this name, or -EINVAL. */
int operation_of_word(const char *word)
{
	int i;

	for (i = 0; i < OPERATIONS; i++)
		if (!strcmp(word, names[i]))
			return i;
	return -EINVAL;
}

int errno_of_word(const char *word)
{
	if (!strcmp(word, "ENOMEM"))
		return ENOMEM;
	if (!strcmp(word, "EIO"))
		return EIO;
	if (!strcmp(word, "EINVAL"))
		return EINVAL;
	return -EINVAL;
}

/* Keeps the CPU until ns after the beginning; returns how many it really was. */
u64 busy_wait(u64 began, u64 ns)
{
	u64 spent;

	while ((spent = ktime_get_ns() - began) < ns)
		cpu_relax();
	return spent;
}

/* Returns 0, or a negative errno that the call is to return at once. */
int call_begin(struct call *call, enum operation operation)
{
	struct timing *timing = &timings[operation];
	u64 delay_ns;

	call->operation = operation;
	call->began = ktime_get_ns();
	if (atomic_read(&timing->failing) &&
	    atomic_dec_if_positive(&timing->failing) >= 0)
		return READ_ONCE(timing->err);
	delay_ns = READ_ONCE(timing->delay_ns);
	if (delay_ns) {
		atomic64_add(busy_wait(call->began, delay_ns),
			     &timing->delayed);
		atomic64_inc(&timing->delays);
	}
	return 0;
}

void call_end(const struct call *call, ssize_t result)
{
	s64 ns = ktime_get_ns() - call->began, seen;
	struct timing *timing = &timings[call->operation];
	u64 number = atomic64_inc_return(&timing->count) - 1;

	WRITE_ONCE(timing->recent[number % RECENT], ns);
	atomic64_set(&timing->last, ns);
	atomic64_add(ns, &timing->sum);
	seen = atomic64_read(&timing->min);
	while (ns < seen && !atomic64_try_cmpxchg(&timing->min, &seen, ns))
		;
	seen = atomic64_read(&timing->max);
	while (ns > seen && !atomic64_try_cmpxchg(&timing->max, &seen, ns))
		;
	if (result < 0)
		atomic64_inc(&timing->errors);
	else
		atomic64_add(result, &timing->returned);
}

static void answer_timing(const struct timing *timing, struct seq_buf *answer)
{
	s64 count = atomic64_read(&timing->count);

	seq_buf_printf(answer, " count=%lld min=%lld max=%lld sum=%lld",
		       count, count ? atomic64_read(&timing->min) : 0,
		       atomic64_read(&timing->max),
		       atomic64_read(&timing->sum));
	seq_buf_printf(answer, " last=%lld errors=%lld returned=%lld\n",
		       atomic64_read(&timing->last),
		       atomic64_read(&timing->errors),
		       atomic64_read(&timing->returned));
}

void timings_answer(struct seq_buf *answer)
{
	int i;

	for (i = 0; i < OPERATIONS; i++) {
		seq_buf_puts(answer, names[i]);
		answer_timing(&timings[i], answer);
	}
}

/* The oldest first, all on one line. */
void durations_answer(enum operation operation, struct seq_buf *answer)
{
	const struct timing *timing = &timings[operation];
	u64 count = atomic64_read(&timing->count);
	u64 number = count > RECENT ? count - RECENT : 0;

	while (number < count) {
		seq_buf_printf(answer, "%lld",
			       READ_ONCE(timing->recent[number % RECENT]));
		seq_buf_putc(answer, ++number < count ? ' ' : '\n');
	}
}

void delays_answer(struct seq_buf *answer)
{
	int i;

	for (i = 0; i < OPERATIONS; i++)
		seq_buf_printf(answer, "%s delay_us=%llu count=%lld sum=%lld\n",
			       names[i],
			       READ_ONCE(timings[i].delay_ns) / NSEC_PER_USEC,
			       atomic64_read(&timings[i].delays),
			       atomic64_read(&timings[i].delayed));
}

/* Forgets what was timed, and neither what delays nor what fails. */
void timings_reset(void)
{
	struct timing *timing;

	for (timing = timings; timing < timings + OPERATIONS; timing++) {
		atomic64_set(&timing->count, 0);
		atomic64_set(&timing->min, S64_MAX);
		atomic64_set(&timing->max, 0);
		atomic64_set(&timing->sum, 0);
		atomic64_set(&timing->last, 0);
		atomic64_set(&timing->errors, 0);
		atomic64_set(&timing->returned, 0);
		atomic64_set(&timing->delays, 0);
		atomic64_set(&timing->delayed, 0);
	}
}

/* Ends every delay and failure. */
void timing_faults_clear(void)
{
	struct timing *timing;

	for (timing = timings; timing < timings + OPERATIONS; timing++) {
		WRITE_ONCE(timing->delay_ns, 0);
		atomic_set(&timing->failing, 0);
	}
}

/* The delay comes before the lock: no call waits for another one's. */
int vexfs_fault_delay(unsigned long operation, unsigned long microseconds)
{
	if (microseconds > MAX_BUSY_US)
		return -EINVAL;
	WRITE_ONCE(timings[operation].delay_ns, microseconds * NSEC_PER_USEC);
	return microseconds;
}

int vexfs_fault_fail(unsigned long operation, unsigned long err,
		     unsigned long count)
{
	struct timing *timing = &timings[operation];

	/* First, so that no call fails with the errno of an earlier command. */
	atomic_set(&timing->failing, 0);
	WRITE_ONCE(timing->err, -(int)err);
	atomic_set_release(&timing->failing, count);
	return count;
}
