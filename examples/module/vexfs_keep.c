// SPDX-License-Identifier: GPL-2.0
/*
 * What is kept, and for how long: for a while (late_free), until "clear"
 * (retain, hold, grow_each), until the module goes (keep, fill_once) or until
 * memory is short (pressure). Everything is freed when the module goes.
 */
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/shrinker.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "vexfs_faults.h"

static_assert(sizeof(struct list_head) <= MIN_KEPT);

/* An object that late_free made. */
struct late {
	struct list_head list;
	unsigned long due;	/* jiffies */
};

static_assert(sizeof(struct late) <= MIN_KEPT);

static DEFINE_MUTEX(keep_lock);		/* guards the next six */
static LIST_HEAD(late);
static LIST_HEAD(retained);
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

static __traceable void vexfs_fault_late_free_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(late_work, vexfs_fault_late_free_work);

/* Has the work run when the first object is due. The caller holds the lock. */
static void schedule_late_work(void)
{
	unsigned long now = jiffies, delay = MAX_JIFFY_OFFSET;
	struct late *object;

	list_for_each_entry(object, &late, list) {
		if (time_after(object->due, now))
			delay = min(delay, object->due - now);
		else
			delay = 0;
	}
	cancel_delayed_work(&late_work);
	if (!list_empty(&late))
		schedule_delayed_work(&late_work, delay);
}

static void vexfs_fault_late_free_work(struct work_struct *work)
{
	struct late *object, *next;

	mutex_lock(&keep_lock);
	list_for_each_entry_safe(object, next, &late, list) {
		if (time_is_after_jiffies(object->due))
			continue;
		list_del(&object->list);
		kfree(object);
	}
	schedule_late_work();
	mutex_unlock(&keep_lock);
}

/* Frees it after a while, and so is no fault after all. */
int vexfs_fault_late_free(unsigned long size, unsigned long delay_ms)
{
	struct late *object;

	if (size < MIN_KEPT)
		return -EINVAL;
	object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!object)
		return -ENOMEM;
	mutex_lock(&keep_lock);
	object->due = jiffies + msecs_to_jiffies(delay_ms);
	list_add_tail(&object->list, &late);
	schedule_late_work();
	mutex_unlock(&keep_lock);
	return 1;
}

int vexfs_fault_retain(unsigned long size)
{
	if (size < MIN_KEPT)
		return -EINVAL;
	return keep_in(&retained, kmalloc(size, GFP_KERNEL | __GFP_NOWARN));
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

/* What is to be freed late takes its time. */
void keep_clear(void)
{
	mutex_lock(&keep_lock);
	free_list(&retained);
	free_list(&held);
	free_list(&grown);
	mutex_unlock(&keep_lock);
}

void keep_stat(struct seq_buf *answer)
{
	mutex_lock(&keep_lock);
	seq_buf_printf(answer, "retained=%zu\n", list_count_nodes(&retained));
	seq_buf_printf(answer, "late=%zu\n", list_count_nodes(&late));
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
	cancel_delayed_work_sync(&late_work);
	keep_clear();
	free_list(&late);
	free_list(&kept);
	free_list(&filled);
	free_list(&pressed);
}
