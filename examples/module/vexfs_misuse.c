// SPDX-License-Identifier: GPL-2.0
/*
 * Objects freed twice, and pointers freed that were never an object.
 *
 * The objects come from caches of the module alone, one for each size, so that
 * the rest of the kernel never meets what becomes of them. The caches go
 * without the arrays of free objects that newer kernels keep for each CPU
 * (SLAB_NOLEAKTRACE sees to that): what is freed goes to the slab's own list on
 * all kernels.
 *
 * Of an object F freed twice, and an S freed in between, because a hardened
 * slab compares what is freed with what was freed just before, there remains
 *
 *	F -> S -> F -> ...		instead of	F -> X
 *
 * F then gets back the bytes that it had when it was free once, and with them
 * X as the next one. Nothing worse comes of it than that the slab forgets S and
 * has a wrong count of its objects. All this holds on one CPU; the threads
 * below are bound to the caller's.
 */
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/page_ref.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "vexfs_faults.h"

#define MIN_TWICE	32
#define MAX_TWICE	SZ_8K
#define CACHE_SIZE	192	/* bytes of an object of double_cache */
#define INTERIOR	8	/* bytes from an object's start to its middle */

static const unsigned int sizes[] = {
	32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, MAX_TWICE
};

static struct kmem_cache *caches[ARRAY_SIZE(sizes)];
static bool misused;			/* the caches are not to be touched */
static u8 contents[MAX_TWICE];		/* of an object that is free */
static DEFINE_MUTEX(misuse_lock);	/* guards the above */

static struct kmem_cache *cache_of_size(unsigned long size)
{
	unsigned int i;

	if (size < MIN_TWICE)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		if (size <= sizes[i])
			return caches[i];
	return NULL;
}

/* Two objects of one slab; those before them in other slabs are given back. */
static __always_inline bool take_pair(struct kmem_cache *cache, void **first,
				      void **second)
{
	void *aside = NULL;

	*first = kmem_cache_alloc(cache, GFP_KERNEL);
	*second = kmem_cache_alloc(cache, GFP_KERNEL);
	while (*first && *second &&
	       virt_to_head_page(*first) != virt_to_head_page(*second)) {
		*(void **)*first = aside;
		aside = *first;
		*first = *second;
		*second = kmem_cache_alloc(cache, GFP_KERNEL);
	}
	while (aside) {
		void *next = *(void **)aside;

		kmem_cache_free(cache, aside);
		aside = next;
	}
	if (*first && *second) {
		OPTIMIZER_HIDE_VAR(*first);
		OPTIMIZER_HIDE_VAR(*second);
		return true;
	}
	if (*first)
		kmem_cache_free(cache, *first);
	return false;
}

static void save_contents(struct kmem_cache *cache, const void *object)
{
	memcpy(contents, object, kmem_cache_size(cache));
}

static void restore_contents(struct kmem_cache *cache, void *object)
{
	memcpy(object, contents, kmem_cache_size(cache));
}

/*
 * The kernel notices the second one before it does it, and kills the calling
 * thread. No lock is held then, and the slab is as it was.
 */
int vexfs_fault_double_now(unsigned long size)
{
	struct kmem_cache *cache = cache_of_size(size);
	void *object;

	if (!cache)
		return -EINVAL;
	WRITE_ONCE(misused, true);
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	if (!object)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(object);
	kfree(object);
	OPTIMIZER_HIDE_VAR(object);
	kfree(object);
	return 1;
}

int vexfs_fault_double_cache(void)
{
	struct kmem_cache *cache = cache_of_size(CACHE_SIZE);
	void *first, *second;
	bool taken;

	mutex_lock(&misuse_lock);
	migrate_disable();
	misused = true;
	taken = take_pair(cache, &first, &second);
	if (taken) {
		kmem_cache_free(cache, first);
		OPTIMIZER_HIDE_VAR(first);
		save_contents(cache, first);
		kmem_cache_free(cache, second);
		kmem_cache_free(cache, first);
		OPTIMIZER_HIDE_VAR(first);
		restore_contents(cache, first);
	}
	migrate_enable();
	mutex_unlock(&misuse_lock);
	return taken ? 1 : -ENOMEM;
}

struct deferred {
	struct rcu_head rcu;
};

/*
 * Freed while RCU has it to be freed. It is waited for RCU to do so, which is
 * then the second time; what RCU notes down in the object lies before the bytes
 * that the slab uses of one that is free.
 */
int vexfs_fault_double_rcu(unsigned long size)
{
	struct kmem_cache *cache = cache_of_size(size);
	void *first, *second;
	bool taken;

	if (!cache)
		return -EINVAL;
	mutex_lock(&misuse_lock);
	misused = true;
	taken = take_pair(cache, &first, &second);
	if (taken) {
		struct deferred *deferred = first;

		kfree_rcu(deferred, rcu);
		kfree(first);
		OPTIMIZER_HIDE_VAR(first);
		save_contents(cache, first);
		kfree(second);
		kvfree_rcu_barrier();
		restore_contents(cache, first);
	}
	mutex_unlock(&misuse_lock);
	return taken ? 1 : -ENOMEM;
}

/* The kernel finds no such area, warns, and does nothing. */
int vexfs_fault_double_vfree(void)
{
	void *area = vmalloc(SZ_64K);

	if (!area)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(area);
	vfree(area);
	OPTIMIZER_HIDE_VAR(area);
	vfree(area);
	return 1;
}

struct pair {
	struct kmem_cache *cache;
	void *first;
	void *second;
};

static void wait_for_stop(void)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
}

static __traceable int vexfs_fault_first_thread(void *data)
{
	struct pair *pair = data;

	kfree(pair->first);
	save_contents(pair->cache, pair->first);
	kfree(pair->second);
	wait_for_stop();
	return 0;
}

static __traceable int vexfs_fault_second_thread(void *data)
{
	struct pair *pair = data;

	kfree(pair->first);
	restore_contents(pair->cache, pair->first);
	wait_for_stop();
	return 0;
}

/* A thread that was never woken would not run at all when it is stopped. */
static int run_thread(struct task_struct *thread)
{
	wake_up_process(thread);
	schedule_timeout_uninterruptible(2);
	return kthread_stop(thread);
}

int vexfs_fault_double_threads(unsigned long size)
{
	struct task_struct *first, *second;
	struct pair pair;
	int result = -ENOMEM;

	pair.cache = cache_of_size(size);
	if (!pair.cache)
		return -EINVAL;
	first = kthread_create(vexfs_fault_first_thread, &pair, "vexfs_first");
	if (IS_ERR(first))
		return PTR_ERR(first);
	second = kthread_create(vexfs_fault_second_thread, &pair,
				"vexfs_second");
	if (IS_ERR(second)) {
		kthread_stop(first);
		return PTR_ERR(second);
	}
	mutex_lock(&misuse_lock);
	migrate_disable();
	kthread_bind(first, smp_processor_id());
	kthread_bind(second, smp_processor_id());
	misused = true;
	if (take_pair(pair.cache, &pair.first, &pair.second)) {
		run_thread(first);
		run_thread(second);
		result = 1;
	} else {
		kthread_stop(first);
		kthread_stop(second);
	}
	migrate_enable();
	mutex_unlock(&misuse_lock);
	return result;
}

/*
 * Frees a pointer to the middle of an object, of which the kernel takes no
 * notice. What it believes to be a free object then is between the second one
 * and the next on the slab's list:
 *
 *	S -> middle of F -> X		before:	S -> X
 *
 * and is gone when S has its bytes from before. Both objects are freed properly.
 */
int vexfs_fault_invalid_offset(unsigned long size)
{
	struct kmem_cache *cache = cache_of_size(size);
	void *first, *second, *again;
	int result = -ENOMEM;

	if (!cache)
		return -EINVAL;
	mutex_lock(&misuse_lock);
	migrate_disable();
	misused = true;
	if (!take_pair(cache, &first, &second))
		goto unlock;
	kfree(second);
	OPTIMIZER_HIDE_VAR(second);
	save_contents(cache, second);
	again = kmem_cache_alloc(cache, GFP_KERNEL);
	OPTIMIZER_HIDE_VAR(again);
	result = -EAGAIN;
	if (again == second) {
		void *middle = first + INTERIOR;

		OPTIMIZER_HIDE_VAR(middle);
		kfree(middle);
		kfree(second);
		OPTIMIZER_HIDE_VAR(second);
		restore_contents(cache, second);
		result = 1;
	} else {
		kfree(again);
	}
	kfree(first);
unlock:
	migrate_enable();
	mutex_unlock(&misuse_lock);
	return result;
}

/*
 * The frame that kfree() takes a static variable to lie in. For one of a module
 * that is anyone's, or none: the kernel computes it the way it does for its own
 * image. Something else than an object may lie there, if it has references to
 * spare; a slab or a large object would be freed indeed.
 */
static struct page *harmless_frame(const void *address)
{
	struct page *page;

	if (!pfn_valid(__pa(address) >> PAGE_SHIFT))
		return NULL;
	page = virt_to_head_page(address);
	return page_has_type(page) && !PageBuddy(page) ? NULL : page;
}

/*
 * Frees a static variable, of the module if that does no harm, otherwise of the
 * kernel. The kernel warns; 6.12 then gives up a reference to the frame.
 */
int vexfs_fault_invalid_static(void)
{
	void *object = contents;
	unsigned long flags;
	struct page *page;
	int before;

	local_irq_save(flags);
	page = harmless_frame(object);
	if (!page) {
		object = &system_state;
		page = harmless_frame(object);
	}
	before = page_ref_count(page);
	page_ref_add(page, 2);
	OPTIMIZER_HIDE_VAR(object);
	kfree(object);
	page_ref_sub(page, page_ref_count(page) - before);
	local_irq_restore(flags);
	return 1;
}

/* The names differ from load to load: misused caches outlive the module. */
int misuse_init(void)
{
	u64 now = ktime_get_ns();
	unsigned int i;
	char name[48];

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		snprintf(name, sizeof(name), "vexfs_misused_%u_%llx", sizes[i],
			 now);
		caches[i] = kmem_cache_create(name, sizes[i], 0,
					      SLAB_NO_MERGE | SLAB_NOLEAKTRACE,
					      NULL);
		if (!caches[i]) {
			misuse_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

void misuse_exit(void)
{
	unsigned int i;

	if (misused)
		return;
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		kmem_cache_destroy(caches[i]);
}
