// SPDX-License-Identifier: GPL-2.0
/*
 * Memory taken here and given back elsewhere: "elsewhere WHERE" hands an object
 * over, and the other side frees it; after "elsewhere_lost WHERE" it forgets.
 * The command returns when the other side is done, but for kfree_rcu and
 * call_rcu, who free after a while.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "vexfs_faults.h"

/* An object that RCU frees has its books inside. */
struct deferred {
	struct rcu_head rcu;
	bool forget;
};

static_assert(sizeof(struct deferred) <= MIN_KEPT);

/* What the other side gets: one object at a time. */
static DEFINE_MUTEX(handover_lock);
static void *handed;
static bool forget;
static DECLARE_COMPLETION(handed_over);

/* Frees the object here, wherever that is, or forgets it. */
static __always_inline void free_handed(void)
{
	if (!forget)
		kfree(handed);
}

static __traceable void vexfs_fault_free_in_work(struct work_struct *work)
{
	free_handed();
}

static DECLARE_WORK(handover_work, vexfs_fault_free_in_work);

static int give_to_workqueue(void *object, bool lost)
{
	schedule_work(&handover_work);
	flush_work(&handover_work);
	return 1;
}

static __traceable void vexfs_fault_free_in_timer(struct timer_list *timer)
{
	free_handed();
	complete(&handed_over);
}

static DEFINE_TIMER(handover_timer, vexfs_fault_free_in_timer);

static int give_to_timer(void *object, bool lost)
{
	mod_timer(&handover_timer, jiffies + 1);
	wait_for_completion(&handed_over);
	/* The callback is at its end, and the module may go. */
	timer_delete_sync(&handover_timer);
	return 1;
}

static __traceable int vexfs_fault_free_in_thread(void *unused)
{
	free_handed();
	complete(&handed_over);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int give_to_thread(void *object, bool lost)
{
	unsigned int here = raw_smp_processor_id();
	unsigned int other = cpumask_any_but(cpu_online_mask, here);
	struct task_struct *thread;

	thread = kthread_create(vexfs_fault_free_in_thread, NULL, "vexfs_free");
	if (IS_ERR(thread)) {
		kfree(object);
		return PTR_ERR(thread);
	}
	if (other < nr_cpu_ids)
		kthread_bind(thread, other);
	wake_up_process(thread);
	wait_for_completion(&handed_over);
	kthread_stop(thread);
	return 1;
}

static int give_to_module(void *object, bool lost)
{
	void (*helper)(const void *object, bool forget);

	helper = symbol_get(helper_free);
	if (!helper) {
		kfree(object);
		return -ENODEV;
	}
	helper(object, lost);
	symbol_put(helper_free);
	return 1;
}

static __traceable int vexfs_fault_kfree_rcu(void *object, bool lost)
{
	struct deferred *deferred = object;

	if (!lost)
		kfree_rcu(deferred, rcu);
	return 1;
}

static __traceable void vexfs_fault_free_in_rcu(struct rcu_head *head)
{
	struct deferred *deferred = container_of(head, struct deferred, rcu);

	if (!deferred->forget)
		kfree(deferred);
}

static __traceable int vexfs_fault_call_rcu(void *object, bool lost)
{
	struct deferred *deferred = object;

	deferred->forget = lost;
	call_rcu(&deferred->rcu, vexfs_fault_free_in_rcu);
	return 1;
}

static const struct {
	const char *name;
	int (*give)(void *object, bool lost);
} places[] = {
	{ "workqueue", give_to_workqueue },
	{ "timer", give_to_timer },
	{ "thread", give_to_thread },
	{ "module", give_to_module },
	{ "kfree_rcu", vexfs_fault_kfree_rcu },
	{ "call_rcu", vexfs_fault_call_rcu },
};

int place_of_word(const char *word)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		if (!strcmp(word, places[i].name))
			return i;
	return -EINVAL;
}

static int hand_over(void *object, unsigned long place, bool lost)
{
	int result;

	if (!object)
		return -ENOMEM;
	mutex_lock(&handover_lock);
	handed = object;
	forget = lost;
	reinit_completion(&handed_over);
	result = places[place].give(object, lost);
	/* An object that was forgotten is to be found nowhere. */
	handed = NULL;
	mutex_unlock(&handover_lock);
	return result;
}

int vexfs_fault_elsewhere(unsigned long place, unsigned long size)
{
	if (size < MIN_KEPT)
		return -EINVAL;
	return hand_over(kmalloc(size, GFP_KERNEL | __GFP_NOWARN), place,
			 false);
}

int vexfs_fault_elsewhere_lost(unsigned long place, unsigned long size)
{
	if (size < MIN_KEPT)
		return -EINVAL;
	return hand_over(kmalloc(size, GFP_KERNEL | __GFP_NOWARN), place, true);
}

/*
 * Frees an object and lets the helper take objects until it has that address.
 * Two owners one after the other, and nothing wrong about it.
 */
int vexfs_fault_reused(unsigned long size)
{
	int (*helper)(const void *, size_t);
	void *object;
	int result;

	if (size < sizeof(void *))
		return -EINVAL;
	helper = symbol_get(helper_meet);
	if (!helper)
		return -ENODEV;
	object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (object) {
		OPTIMIZER_HIDE_VAR(object);
		kfree(object);
		OPTIMIZER_HIDE_VAR(object);
		result = helper(object, size);
	} else {
		result = -ENOMEM;
	}
	symbol_put(helper_meet);
	return result;
}

/* Callbacks that are still to come are code of the module. */
void elsewhere_exit(void)
{
	rcu_barrier();
}
