// SPDX-License-Identifier: GPL-2.0
/*
 * Memory taken and given back in hard interrupts, while a thread of another
 * module takes and frees objects all the time. So the interrupts hit a tracer
 * at work, and the kernel skips a program that interrupts its like.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/version.h>

#include "vexfs_faults.h"

#define TICK_NS		200000
#define MAX_TICKS	100000

/* One command at a time has them. */
static DEFINE_MUTEX(ticks_lock);
static struct {
	struct hrtimer timer;
	struct completion done;
	unsigned long count, lost, size;
	unsigned long taken, due;
	void *last;
} ticks;

/* Takes an object, and frees that of the tick before unless it is one to lose. */
static __traceable enum hrtimer_restart vexfs_fault_tick(struct hrtimer *timer)
{
	void *object = kmalloc(ticks.size, GFP_ATOMIC | __GFP_NOWARN);

	kfree(ticks.last);
	OPTIMIZER_HIDE_VAR(object);
	ticks.last = object;
	if (!object) {
		complete(&ticks.done);
		return HRTIMER_NORESTART;
	}
	ticks.due += ticks.lost;
	if (ticks.due >= ticks.count) {
		ticks.due -= ticks.count;
		ticks.last = NULL;
	}
	if (++ticks.taken < ticks.count) {
		hrtimer_forward_now(timer, TICK_NS);
		return HRTIMER_RESTART;
	}
	kfree(ticks.last);
	complete(&ticks.done);
	return HRTIMER_NORESTART;
}

static void tick_to_the_end(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)
	hrtimer_setup(&ticks.timer, vexfs_fault_tick, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
#else
	hrtimer_init(&ticks.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	ticks.timer.function = vexfs_fault_tick;
#endif
	init_completion(&ticks.done);
	ticks.taken = 0;
	ticks.due = 0;
	ticks.last = NULL;
	hrtimer_start(&ticks.timer, TICK_NS, HRTIMER_MODE_REL_HARD);
	wait_for_completion(&ticks.done);
	hrtimer_cancel(&ticks.timer);
}

/* The lost ones are spread evenly, the last object among them. */
int vexfs_fault_ticks(unsigned long count, unsigned long lost,
		      unsigned long size)
{
	int (*churn)(void *unused);
	struct task_struct *thread;
	int result;

	if (!count || !size || count > MAX_TICKS || lost > count)
		return -EINVAL;
	churn = symbol_get(helper_churn);
	if (!churn)
		return -ENODEV;
	thread = kthread_run(churn, NULL, "helper_churn");
	if (IS_ERR(thread)) {
		result = PTR_ERR(thread);
	} else {
		mutex_lock(&ticks_lock);
		ticks.count = count;
		ticks.lost = lost;
		ticks.size = size;
		tick_to_the_end();
		result = ticks.taken == count ? count : -ENOMEM;
		mutex_unlock(&ticks_lock);
		kthread_stop(thread);
	}
	symbol_put(helper_churn);
	return result;
}
