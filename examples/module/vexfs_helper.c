// SPDX-License-Identifier: GPL-2.0
/*
 * Another module, to which vexfs hands memory over. vexfs does without it, and
 * refuses what needs it with ENODEV while it is not loaded.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "vexfs_faults.h"

#define MAX_TRIES	4096

/* Gives back what vexfs has taken, or forgets it. */
void __traceable helper_free(const void *object, bool forget)
{
	if (!forget)
		kfree(object);
}
EXPORT_SYMBOL_GPL(helper_free);

/*
 * Takes objects until one of them lies at the address, and gives all of them
 * back; they hang together by their first words. Returns 1, or -EAGAIN if the
 * address is none of them.
 */
int __traceable helper_meet(const void *address, size_t size)
{
	void **objects = NULL;
	int result = -EAGAIN;
	unsigned int i;

	for (i = 0; i < MAX_TRIES && result < 0; i++) {
		void **object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!object)
			break;
		OPTIMIZER_HIDE_VAR(object);
		if (object == address)
			result = 1;
		*object = objects;
		objects = object;
		cond_resched();
	}
	while (objects) {
		void **next = *objects;

		kfree(objects);
		objects = next;
	}
	return result;
}
EXPORT_SYMBOL_GPL(helper_meet);

/* A thread that takes and frees objects until it is stopped. */
int __traceable helper_churn(void *unused)
{
	while (!kthread_should_stop()) {
		void *object = kmalloc(64, GFP_KERNEL | __GFP_NOWARN);

		OPTIMIZER_HIDE_VAR(object);
		kfree(object);
		cond_resched();
	}
	return 0;
}
EXPORT_SYMBOL_GPL(helper_churn);

MODULE_DESCRIPTION("Frees what vexfs hands over");
MODULE_LICENSE("GPL");
