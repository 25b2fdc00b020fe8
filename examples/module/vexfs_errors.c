// SPDX-License-Identifier: GPL-2.0
/*
 * Failures and other paths that a tracer may take for a fault, and some that
 * are one: three_step_leaky, and churn when objects are to be lost.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "vexfs_faults.h"

#define STEP_SIZE	128
#define BULK		8

/* More than the kernel gives, and not for the compiler to know. */
static __always_inline size_t too_much(void)
{
	size_t size = KMALLOC_MAX_SIZE + 1;

	OPTIMIZER_HIDE_VAR(size);
	return size;
}

/* Takes three objects, of which there is no second. */
int vexfs_fault_three_step(void)
{
	void *first, *second, *third;
	int result = 0;

	first = kmalloc(STEP_SIZE, GFP_KERNEL);
	if (!first)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(first);
	second = kmalloc(too_much(), GFP_KERNEL | __GFP_NOWARN);
	if (!second)
		goto free_first;
	third = kmalloc(STEP_SIZE, GFP_KERNEL);
	if (!third)
		goto free_second;
	OPTIMIZER_HIDE_VAR(third);
	kfree(third);
free_second:
	kfree(second);
free_first:
	kfree(first);
	return result;
}

/* The same, but its error path forgets the first. Returns how many it lost. */
int vexfs_fault_three_step_leaky(void)
{
	void *first, *second, *third;

	first = kmalloc(STEP_SIZE, GFP_KERNEL);
	if (!first)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(first);
	second = kmalloc(too_much(), GFP_KERNEL | __GFP_NOWARN);
	if (!second)
		return 1;
	third = kmalloc(STEP_SIZE, GFP_KERNEL);
	OPTIMIZER_HIDE_VAR(third);
	kfree(third);
	kfree(second);
	kfree(first);
	return 0;
}

/* Taken in one call, given back in eight, by kfree() every other one. */
int vexfs_fault_bulk_single(void)
{
	void *objects[BULK];
	unsigned int i;

	if (!kmem_cache_alloc_bulk(vexfs_cache_entries, GFP_KERNEL, BULK,
				   objects))
		return -ENOMEM;
	for (i = 0; i < BULK; i++) {
		if (i % 2)
			kfree(objects[i]);
		else
			kmem_cache_free(vexfs_cache_entries, objects[i]);
	}
	return BULK;
}

/* Pointers to no object at all, and to the one of no bytes. */
int vexfs_fault_free_nothing(void)
{
	void *nothing = NULL, *empty;
	size_t size = 0;

	OPTIMIZER_HIDE_VAR(nothing);
	kfree(nothing);
	OPTIMIZER_HIDE_VAR(size);
	empty = kmalloc(size, GFP_KERNEL);
	OPTIMIZER_HIDE_VAR(empty);
	kfree(empty);
	return 0;
}

/* Gets nothing, and gives that back. */
int vexfs_fault_fail_alloc(void)
{
	void *object = kmalloc(too_much(), GFP_KERNEL | __GFP_NOWARN);

	OPTIMIZER_HIDE_VAR(object);
	kfree(object);
	return object ? 1 : 0;
}

int vexfs_fault_oom(void)
{
	void *object = kmalloc(too_much(), GFP_KERNEL | __GFP_NOWARN);

	OPTIMIZER_HIDE_VAR(object);
	if (!object)
		return -ENOMEM;
	kfree(object);
	return 0;
}

/* The lost ones are spread evenly, the last object among them. */
int vexfs_fault_churn(unsigned long count, unsigned long lost,
		      unsigned long size)
{
	unsigned long i, due = 0;

	if (!count || !size || count > 1000000 || lost > count)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		void *object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!object)
			return -ENOMEM;
		OPTIMIZER_HIDE_VAR(object);
		due += lost;
		if (due >= count)
			due -= count;
		else
			kfree(object);
		cond_resched();
	}
	return count;
}
