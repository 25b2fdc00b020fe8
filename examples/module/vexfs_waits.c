// SPDX-License-Identifier: GPL-2.0
/*
 * The store's lock held and waited for, and calls within calls, each for a time
 * that the command gives in microseconds:
 *
 *   hold_lock US          hold the store's lock            "held_ns="
 *   contend THREADS US    hold it while threads wait for it
 *                                            "waited=", "wait_ns=", "held_ns="
 *   recurse DEPTH US      a function that calls itself DEPTH times and waits US
 *                         before each of them     "recurse=DEPTH", "spent_ns="
 *   tail [US]             a function that waits US and ends in a jump to another
 *                         one, who waits US too   "tail=1", "spent_ns="
 *   call COUNT [WHICH]    one of 8 functions that do nothing, from 0, COUNT times,
 *                         for what each of several traces adds to a call of its
 *                         own                     "call=COUNT", "spent_ns="
 *
 * What they answer was measured right around: by the holder between taking the
 * lock and giving it back, by a thread from before it asks for the lock until it
 * has it, by the caller before and after the call.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>

#include "vexfs_faults.h"

#define MAX_DEPTH	64	/* of a kernel stack not even half */
#define MAX_THREADS	64
#define BUSY_US		2000	/* a lock is held sleeping from here on */
#define SLACK_US	50	/* that a sleep may take longer */

static __traceable int vexfs_fault_hold_lock(struct vexfs_store *store,
					     unsigned long microseconds,
					     u64 *held_ns)
{
	u64 began;
	int err;

	err = vexfs_lock_store(store);
	if (err)
		return err;
	began = ktime_get_ns();
	if (microseconds < BUSY_US)
		busy_wait(began, microseconds * NSEC_PER_USEC);
	else
		usleep_range(microseconds, microseconds + SLACK_US);
	*held_ns = ktime_get_ns() - began;
	vexfs_unlock_store(store);
	return 0;
}

int report_hold_lock(struct vexfs_store *store, const unsigned long *values,
		     struct seq_buf *answer)
{
	u64 held_ns;
	int err = vexfs_fault_hold_lock(store, values[0], &held_ns);

	if (!err)
		seq_buf_printf(answer, "held_ns=%llu\n", held_ns);
	return err;
}

struct contender {
	struct vexfs_store *store;
	struct task_struct *thread;
	u64 began;		/* to wait for the lock, by ktime_get_ns() */
	u64 wait_ns;
};

struct contention {
	unsigned long waited;	/* threads that slept for the lock */
	u64 wait_ns;		/* of all threads together */
	u64 held_ns;
};

static __traceable int vexfs_fault_contender(void *data)
{
	struct contender *contender = data;
	int err;

	WRITE_ONCE(contender->began, ktime_get_ns());
	err = vexfs_lock_store(contender->store);
	contender->wait_ns = ktime_get_ns() - contender->began;
	if (!err)
		vexfs_unlock_store(contender->store);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return err;
}

/* How many sleep for the lock, which is the first thing they can sleep for. */
static unsigned long count_waiting(const struct contender *contenders,
				   unsigned long threads)
{
	unsigned long i, waiting = 0;

	for (i = 0; i < threads; i++)
		waiting += READ_ONCE(contenders[i].began) &&
			   !task_is_running(contenders[i].thread);
	return waiting;
}

/*
 * Holds the lock for so long from the moment on when all threads wait for it.
 * The holder sleeps: on one CPU the threads would not come to wait otherwise,
 * and on several they would spin for a holder that runs.
 */
static __traceable int vexfs_fault_contend(struct vexfs_store *store,
					   unsigned long threads,
					   unsigned long microseconds,
					   struct contender *contenders,
					   struct contention *contention)
{
	unsigned long i, deadline;
	u64 began;
	int err;

	err = vexfs_lock_store(store);
	if (err)
		return err;
	for (i = 0; i < threads; i++)
		wake_up_process(contenders[i].thread);
	deadline = jiffies + 5 * HZ;
	while (count_waiting(contenders, threads) < threads &&
	       time_before(jiffies, deadline))
		usleep_range(SLACK_US, 2 * SLACK_US);
	began = ktime_get_ns();
	usleep_range(microseconds, microseconds + SLACK_US);
	contention->held_ns = ktime_get_ns() - began;
	contention->waited = count_waiting(contenders, threads);
	vexfs_unlock_store(store);
	return 0;
}

/* Returns how many threads there are: as many as were wanted, or fewer. */
static unsigned long create_threads(struct contender *contenders,
				    unsigned long threads)
{
	unsigned long i;

	for (i = 0; i < threads; i++) {
		contenders[i].thread = kthread_create(vexfs_fault_contender,
						      &contenders[i],
						      "vexfs_wait/%lu", i);
		if (IS_ERR(contenders[i].thread))
			break;
	}
	return i;
}

int report_contend(struct vexfs_store *store, const unsigned long *values,
		   struct seq_buf *answer)
{
	unsigned long threads = values[0], created, i;
	struct contention contention = {};
	struct contender *contenders;
	int err = -ENOMEM;

	if (!threads || threads > MAX_THREADS)
		return -EINVAL;
	contenders = kcalloc(threads, sizeof(*contenders), GFP_KERNEL);
	if (!contenders)
		return -ENOMEM;
	for (i = 0; i < threads; i++)
		contenders[i].store = store;
	created = create_threads(contenders, threads);
	if (created == threads)
		err = vexfs_fault_contend(store, threads, values[1],
					  contenders, &contention);
	/* A thread that was never woken ends without having run. */
	for (i = 0; i < created; i++) {
		kthread_stop(contenders[i].thread);
		contention.wait_ns += contenders[i].wait_ns;
	}
	kfree(contenders);
	if (!err)
		seq_buf_printf(answer,
			       "waited=%lu\nwait_ns=%llu\nheld_ns=%llu\n",
			       contention.waited, contention.wait_ns,
			       contention.held_ns);
	return err;
}

/*
 * Returns the depth below. The compiler must not see that this could be a loop,
 * nor where the sum comes from.
 */
static __traceable int vexfs_fault_recurse(unsigned long depth,
					   unsigned long microseconds)
{
	int below;

	if (!depth)
		return 0;
	busy_wait(ktime_get_ns(), microseconds * NSEC_PER_USEC);
	below = vexfs_fault_recurse(depth - 1, microseconds);
	OPTIMIZER_HIDE_VAR(below);
	return below + 1;
}

int report_recurse(struct vexfs_store *store, const unsigned long *values,
		   struct seq_buf *answer)
{
	u64 began;
	int depth;

	if (values[0] > MAX_DEPTH || values[0] * values[1] > MAX_BUSY_US)
		return -EINVAL;
	began = ktime_get_ns();
	depth = vexfs_fault_recurse(values[0], values[1]);
	seq_buf_printf(answer, "recurse=%d\nspent_ns=%llu\n", depth,
		       ktime_get_ns() - began);
	return 0;
}

static __traceable int vexfs_fault_tail_end(unsigned long microseconds)
{
	int result = 1;

	busy_wait(ktime_get_ns(), microseconds * NSEC_PER_USEC);
	/* Who knows the result of a call may come back from it to return that. */
	OPTIMIZER_HIDE_VAR(result);
	return result;
}

/* Its last call is a jump: the other function returns to this one's caller. */
static __traceable int vexfs_fault_tail(unsigned long microseconds)
{
	busy_wait(ktime_get_ns(), microseconds * NSEC_PER_USEC);
	return vexfs_fault_tail_end(microseconds);
}

int report_tail(struct vexfs_store *store, const unsigned long *values,
		struct seq_buf *answer)
{
	u64 began;
	int result;

	if (values[0] > MAX_BUSY_US)
		return -EINVAL;
	began = ktime_get_ns();
	result = vexfs_fault_tail(values[0]);
	seq_buf_printf(answer, "tail=%d\nspent_ns=%llu\n", result,
		       ktime_get_ns() - began);
	return 0;
}

/*
 * Each differs from the others in a comment to the assembler, lest the compiler
 * make them one, which also hides from it that nothing is done.
 */
#define CALLED(which)						\
	static __traceable int vexfs_fault_called##which(void)	\
	{							\
		asm volatile("# " #which);			\
		return 0;					\
	}

CALLED(0)
CALLED(1)
CALLED(2)
CALLED(3)
CALLED(4)
CALLED(5)
CALLED(6)
CALLED(7)

static int (*const called[])(void) = {
	vexfs_fault_called0, vexfs_fault_called1, vexfs_fault_called2,
	vexfs_fault_called3, vexfs_fault_called4, vexfs_fault_called5,
	vexfs_fault_called6, vexfs_fault_called7,
};

int report_call(struct vexfs_store *store, const unsigned long *values,
		struct seq_buf *answer)
{
	unsigned long number;
	u64 began;

	if (values[1] >= ARRAY_SIZE(called))
		return -EINVAL;
	began = ktime_get_ns();
	for (number = 0; number < values[0]; number++) {
		called[values[1]]();
		cond_resched();
	}
	seq_buf_printf(answer, "call=%lu\nspent_ns=%llu\n", number,
		       ktime_get_ns() - began);
	return 0;
}
