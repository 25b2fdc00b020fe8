// SPDX-License-Identifier: GPL-2.0
/*
 * What is kept, and for how long: until "clear" (hold, grow_each), until the
 * module goes (keep, fill_once) or until memory is short (pressure). Everything
 * is freed when the module goes.
 */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "vexfs_faults.h"

static_assert(sizeof(struct list_head) <= MIN_KEPT);

static DEFINE_MUTEX(keep_lock);		/* guards the next five */
static LIST_HEAD(held);
static LIST_HEAD(grown);
static LIST_HEAD(kept);
static LIST_HEAD(filled);		/* at most one */

static DEFINE_SPINLOCK(pressed_lock);	/* guards the next two */
static LIST_HEAD(pressed);		/* the one used last comes last */
static unsigned long pressed_count;
static struct shrinker *shrinker;

static int keep_in(struct list_head *list, struct list_head *object)
{
	if (!object)
		return -ENOMEM;
	mutex_lock(&keep_lock);
	list_add_tail(object, list);
	mutex_unlock(&keep_lock);
	return 1;
}

int vexfs_fault_grow_each(unsigned long size)
{
	if (size < MIN_KEPT)
		return -EINVAL;
	return keep_in(&grown, kmalloc(size, GFP_KERNEL | __GFP_NOWARN));
}

int vexfs_fault_keep(unsigned long size)
{
	if (size < MIN_KEPT)
		return -EINVAL;
	return keep_in(&kept, kmalloc(size, GFP_KERNEL | __GFP_NOWARN));
}

int vexfs_fault_hold(unsigned long count, unsigned long size)
{
	unsigned long i;

	if (size < MIN_KEPT)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		int err = keep_in(&held,
				  kmalloc(size, GFP_KERNEL | __GFP_NOWARN));

		if (err < 0)
			return err;
		cond_resched();
	}
	return count;
}

/* A cache of one entry, filled when it is needed first. */
int vexfs_fault_fill_once(unsigned long size)
{
	struct list_head *object;
	int result = 0;

	if (size < MIN_KEPT)
		return -EINVAL;
	mutex_lock(&keep_lock);
	if (list_empty(&filled)) {
		object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);
		if (object)
			list_add(object, &filled);
		result = object ? 1 : -ENOMEM;
	}
	mutex_unlock(&keep_lock);
	return result;
}

/* Objects to be freed when memory is short, or "echo 2 >drop_caches" says so. */
int vexfs_fault_pressure(unsigned long count, unsigned long size)
{
	unsigned long i;

	if (size < MIN_KEPT)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		struct list_head *object =
			kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!object)
			return -ENOMEM;
		spin_lock(&pressed_lock);
		list_add_tail(object, &pressed);
		pressed_count++;
		spin_unlock(&pressed_lock);
		cond_resched();
	}
	return count;
}

static unsigned long count_pressed(struct shrinker *unused,
				   struct shrink_control *control)
{
	unsigned long count = READ_ONCE(pressed_count);

	return count ? count : SHRINK_EMPTY;
}

static __traceable unsigned long
vexfs_fault_shrink(struct shrinker *unused, struct shrink_control *control)
{
	unsigned long freed = 0;

	while (freed < control->nr_to_scan) {
		struct list_head *object = NULL;

		spin_lock(&pressed_lock);
		if (!list_empty(&pressed)) {
			object = pressed.next;
			list_del(object);
			pressed_count--;
		}
		spin_unlock(&pressed_lock);
		if (!object)
			break;
		kfree(object);
		freed++;
	}
	control->nr_scanned = freed;
	return freed ? freed : SHRINK_STOP;
}

static void free_list(struct list_head *list)
{
	struct list_head *object, *next;

	list_for_each_safe(object, next, list)
		kfree(object);
	INIT_LIST_HEAD(list);
}

void keep_clear(void)
{
	mutex_lock(&keep_lock);
	free_list(&held);
	free_list(&grown);
	mutex_unlock(&keep_lock);
}

void keep_stat(struct seq_buf *answer)
{
	mutex_lock(&keep_lock);
	seq_buf_printf(answer, "held=%zu\n", list_count_nodes(&held));
	seq_buf_printf(answer, "grown=%zu\n", list_count_nodes(&grown));
	seq_buf_printf(answer, "kept=%zu\n", list_count_nodes(&kept));
	seq_buf_printf(answer, "filled=%zu\n", list_count_nodes(&filled));
	mutex_unlock(&keep_lock);
	seq_buf_printf(answer, "pressed=%lu\n", READ_ONCE(pressed_count));
}

int keep_init(void)
{
	shrinker = shrinker_alloc(0, "vexfs");
	if (!shrinker)
		return -ENOMEM;
	shrinker->count_objects = count_pressed;
	shrinker->scan_objects = vexfs_fault_shrink;
	shrinker_register(shrinker);
	return 0;
}

/* For the end of the module, when no one else can come. */
void keep_exit(void)
{
	shrinker_free(shrinker);
	keep_clear();
	free_list(&kept);
	free_list(&filled);
	free_list(&pressed);
}
