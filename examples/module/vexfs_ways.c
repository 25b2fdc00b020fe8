// SPDX-License-Identifier: GPL-2.0
/*
 * Many ways to take memory and to give it back. Each is one row of the table at
 * the end: "use WAY" takes and gives back, "lose WAY" takes and forgets.
 *
 * Memory that a deeper subsystem takes on behalf of the module is lost the same
 * way: the last four rows forget what the subsystem has, and nothing else.
 */
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/kobject.h>
#include <linux/ktime.h>
#include <linux/mempool.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/xarray.h>

#include "vexfs_faults.h"

#define QUIETLY		(GFP_KERNEL | __GFP_NOWARN)
#define BULK		16	/* objects of cache_bulk */
#define RESERVE		4	/* objects that the mempool keeps back */
#define RESERVED_SIZE	192	/* bytes of each */
#define MAX_NAME	SZ_4K

/* What was taken; a way uses of it what it needs. */
struct taken {
	void *object;
	void __percpu *percpu;
	struct page *page;
	unsigned long address;
	struct kobject named;
	void *bulk[BULK];
};

struct way {
	const char *name;
	int (*take)(struct taken *taken, size_t size);	/* how many objects */
	void (*give)(struct taken *taken);
	size_t size;		/* unless given; 0: there is none to give */
	size_t smallest;
	size_t largest;
};

static DEFINE_MUTEX(ways_lock);		/* guards all that is static here */
static DEFINE_XARRAY(tree);
static DEFINE_IDR(ids);
static struct kmem_cache *reserved;
static mempool_t *reserve;

/* Keeps the compiler from seeing what becomes of the object. */
static __always_inline int took(struct taken *taken, void *object)
{
	OPTIMIZER_HIDE_VAR(object);
	taken->object = object;
	return object ? 1 : -ENOMEM;
}

static __traceable int vexfs_take_kmalloc(struct taken *taken, size_t size)
{
	return took(taken, kmalloc(size, QUIETLY));
}

static __traceable int vexfs_take_kzalloc(struct taken *taken, size_t size)
{
	return took(taken, kzalloc(size, QUIETLY));
}

static __traceable int vexfs_take_kcalloc(struct taken *taken, size_t size)
{
	return took(taken, kcalloc(size / 8, 8, QUIETLY));
}

/* A string of the size, its end included. The caller holds the lock. */
static const char *long_text(size_t size)
{
	static char text[MAX_NAME + 1];

	memset(text, 'v', size - 1);
	text[size - 1] = '\0';
	return text;
}

static __traceable int vexfs_take_kstrdup(struct taken *taken, size_t size)
{
	return took(taken, kstrdup(long_text(size), GFP_KERNEL));
}

static __traceable int vexfs_take_kmemdup(struct taken *taken, size_t size)
{
	return took(taken, kmemdup(long_text(size), size, GFP_KERNEL));
}

static __traceable int vexfs_take_kasprintf(struct taken *taken, size_t size)
{
	return took(taken, kasprintf(GFP_KERNEL, "%*d", (int)size - 1, 1));
}

/* The first object, of which the second call makes one of another size. */
static __always_inline int reallocate(struct taken *taken, size_t from,
				      size_t to)
{
	void *object, *other;

	object = kmalloc(from, QUIETLY);
	if (!object)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(object);
	other = krealloc(object, to, QUIETLY);
	if (!other) {
		kfree(object);
		return -ENOMEM;
	}
	return took(taken, other);
}

/* Up to the slab object's end: the object stays where it is. */
static __traceable int vexfs_take_krealloc_in_place(struct taken *taken,
						    size_t size)
{
	return reallocate(taken, size, kmalloc_size_roundup(size));
}

static __traceable int vexfs_take_krealloc_grow(struct taken *taken,
						size_t size)
{
	return reallocate(taken, size, 4 * size);
}

static __traceable int vexfs_take_krealloc_shrink(struct taken *taken,
						  size_t size)
{
	return reallocate(taken, size, size / 4);
}

static __traceable int vexfs_take_kmalloc_huge(struct taken *taken, size_t size)
{
	return took(taken, kmalloc(size, QUIETLY));
}

/* A tail call: who asks for memory is then this function's caller. */
static __traceable void *vexfs_take_wrapped(size_t size)
{
	return kmalloc(size, QUIETLY);
}

static __traceable int vexfs_take_wrapper(struct taken *taken, size_t size)
{
	return took(taken, vexfs_take_wrapped(size));
}

static __always_inline void *take_inlined(size_t size)
{
	return kmalloc(size, QUIETLY);
}

static __traceable int vexfs_take_inlined(struct taken *taken, size_t size)
{
	return took(taken, take_inlined(size));
}

static __traceable void vexfs_give_kfree(struct taken *taken)
{
	kfree(taken->object);
}

static __traceable int vexfs_take_kvmalloc_small(struct taken *taken,
						 size_t size)
{
	return took(taken, kvmalloc(size, QUIETLY));
}

static __traceable int vexfs_take_kvmalloc_large(struct taken *taken,
						 size_t size)
{
	return took(taken, kvmalloc(size, QUIETLY));
}

static __traceable void vexfs_give_kvfree(struct taken *taken)
{
	kvfree(taken->object);
}

static __traceable int vexfs_take_vmalloc(struct taken *taken, size_t size)
{
	return took(taken, vmalloc(size));
}

static __traceable void vexfs_give_vfree(struct taken *taken)
{
	vfree(taken->object);
}

static __traceable int vexfs_take_cache(struct taken *taken, size_t unused)
{
	return took(taken, kmem_cache_alloc(vexfs_cache_entries, GFP_KERNEL));
}

static __traceable void vexfs_give_cache(struct taken *taken)
{
	kmem_cache_free(vexfs_cache_entries, taken->object);
}

static __traceable int vexfs_take_cache_bulk(struct taken *taken,
					     size_t unused)
{
	/* Some kernels return how many, others whether. */
	if (!kmem_cache_alloc_bulk(vexfs_cache_entries, GFP_KERNEL, BULK,
				   taken->bulk))
		return -ENOMEM;
	return BULK;
}

static __traceable void vexfs_give_cache_bulk(struct taken *taken)
{
	kmem_cache_free_bulk(vexfs_cache_entries, BULK, taken->bulk);
}

/* A pool asks the slab first, and touches its reserve when there is nothing. */
static __traceable int vexfs_take_mempool(struct taken *taken, size_t unused)
{
	return took(taken, mempool_alloc(reserve, GFP_KERNEL));
}

static __traceable void vexfs_give_mempool(struct taken *taken)
{
	mempool_free(taken->object, reserve);
}

static __traceable int vexfs_take_percpu(struct taken *taken, size_t size)
{
	taken->percpu = __alloc_percpu(size, sizeof(u64));
	return taken->percpu ? 1 : -ENOMEM;
}

static __traceable void vexfs_give_percpu(struct taken *taken)
{
	free_percpu(taken->percpu);
}

static __traceable int vexfs_take_pages_0(struct taken *taken, size_t unused)
{
	taken->page = alloc_pages(GFP_KERNEL, 0);
	return taken->page ? 1 : -ENOMEM;
}

static __traceable void vexfs_give_pages_0(struct taken *taken)
{
	__free_pages(taken->page, 0);
}

static __traceable int vexfs_take_pages_3(struct taken *taken, size_t unused)
{
	taken->page = alloc_pages(GFP_KERNEL, 3);
	return taken->page ? 1 : -ENOMEM;
}

static __traceable void vexfs_give_pages_3(struct taken *taken)
{
	__free_pages(taken->page, 3);
}

static __traceable int vexfs_take_get_free_page(struct taken *taken,
						size_t unused)
{
	taken->address = __get_free_page(GFP_KERNEL);
	return taken->address ? 1 : -ENOMEM;
}

static __traceable void vexfs_give_get_free_page(struct taken *taken)
{
	free_page(taken->address);
}

/*
 * Three values so far from each other that the tree needs eight nodes of 64
 * slots: one for each six bits of the highest index, three more for the paths
 * to the first value, and the last one for the second value.
 */
static __traceable int vexfs_take_xarray(struct taken *taken, size_t unused)
{
	static const unsigned long indexes[] = { 1, 1000, 1000000 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(indexes); i++) {
		int err = xa_err(xa_store(&tree, indexes[i], xa_mk_value(i),
					  GFP_KERNEL));

		if (err) {
			xa_destroy(&tree);
			return err;
		}
	}
	return 8;
}

static __traceable void vexfs_give_xarray(struct taken *taken)
{
	xa_destroy(&tree);
}

/* Two ids in different nodes, and the node above them. */
static __traceable int vexfs_take_idr(struct taken *taken, size_t unused)
{
	int id = idr_alloc(&ids, &ids, 1, 2, GFP_KERNEL);

	if (id >= 0)
		id = idr_alloc(&ids, &ids, 1000, 1001, GFP_KERNEL);
	if (id < 0) {
		idr_destroy(&ids);
		return id;
	}
	return 3;
}

static __traceable void vexfs_give_idr(struct taken *taken)
{
	idr_destroy(&ids);
}

static __traceable int vexfs_take_kobject_name(struct taken *taken, size_t size)
{
	int err = kobject_set_name(&taken->named, "%*d", (int)size - 1, 1);

	return err ? err : 1;
}

/* As kobject_put() would, which wants more of a kobject than its name. */
static __traceable void vexfs_give_kobject_name(struct taken *taken)
{
	kfree_const(taken->named.name);
}

/* A name of its own: one that was lost lives on after the module. */
static __traceable int vexfs_take_kmem_cache(struct taken *taken, size_t size)
{
	char name[32];

	snprintf(name, sizeof(name), "vexfs_%llx", ktime_get_ns());
	return took(taken, kmem_cache_create(name, size, 0, SLAB_NO_MERGE,
					     NULL));
}

static __traceable void vexfs_give_kmem_cache(struct taken *taken)
{
	kmem_cache_destroy(taken->object);
}

#define WAY(name, give, ...) { #name, vexfs_take_##name, give, __VA_ARGS__ }

static const struct way ways[] = {
	WAY(kmalloc, vexfs_give_kfree, 128, 1, SZ_4M),
	WAY(kzalloc, vexfs_give_kfree, 128, 1, SZ_4M),
	WAY(kcalloc, vexfs_give_kfree, 128, 8, SZ_4M),
	WAY(kstrdup, vexfs_give_kfree, 24, 1, MAX_NAME),
	WAY(kmemdup, vexfs_give_kfree, 128, 1, MAX_NAME),
	WAY(kasprintf, vexfs_give_kfree, 24, 2, MAX_NAME),
	WAY(krealloc_in_place, vexfs_give_kfree, 100, 1, SZ_4M),
	WAY(krealloc_grow, vexfs_give_kfree, 128, 1, SZ_1M),
	WAY(krealloc_shrink, vexfs_give_kfree, 512, 4, SZ_4M),
	WAY(kvmalloc_small, vexfs_give_kvfree, 128, 1, SZ_4M),
	WAY(kvmalloc_large, vexfs_give_kvfree, SZ_2M, 1, SZ_4M),
	WAY(vmalloc, vexfs_give_vfree, SZ_64K, 1, SZ_4M),
	WAY(cache, vexfs_give_cache),
	WAY(cache_bulk, vexfs_give_cache_bulk),
	WAY(mempool, vexfs_give_mempool),
	WAY(percpu, vexfs_give_percpu, 64, 1, SZ_16K),
	WAY(pages_0, vexfs_give_pages_0),
	WAY(pages_3, vexfs_give_pages_3),
	WAY(get_free_page, vexfs_give_get_free_page),
	WAY(kmalloc_huge, vexfs_give_kfree, 300000, 1, SZ_4M),
	WAY(wrapper, vexfs_give_kfree, 128, 1, SZ_4M),
	WAY(inlined, vexfs_give_kfree, 128, 1, SZ_4M),
	WAY(xarray, vexfs_give_xarray),
	WAY(idr, vexfs_give_idr),
	WAY(kobject_name, vexfs_give_kobject_name, 32, 2, MAX_NAME),
	WAY(kmem_cache, vexfs_give_kmem_cache, 128, 8, SZ_4K),
};

/* The number of the way of this name, or -EINVAL. */
int way_of_word(const char *word)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(word, ways[i].name))
			return i;
	return -EINVAL;
}

/* Fills in the size that is meant, if it is left out. */
static int size_of_way(const struct way *way, unsigned long *size)
{
	if (!*size)
		*size = way->size;
	else if (*size < way->smallest || *size > way->largest)
		return -EINVAL;
	return 0;
}

static noinline int run_way(const struct way *way, unsigned long size,
			    bool give)
{
	struct taken taken = {};
	int result = size_of_way(way, &size);

	if (result)
		return result;
	mutex_lock(&ways_lock);
	result = way->take(&taken, size);
	if (result > 0 && give)
		way->give(&taken);
	/* Whether it was given back or not, the next one begins anew. */
	xa_init(&tree);
	idr_init(&ids);
	mutex_unlock(&ways_lock);
	return result;
}

int vexfs_fault_use(unsigned long way, unsigned long size)
{
	return run_way(&ways[way], size, true);
}

int vexfs_fault_lose(unsigned long way, unsigned long size)
{
	return run_way(&ways[way], size, false);
}

/* The pool's reserve is taken here, so that no command takes it. */
int ways_init(void)
{
	reserved = kmem_cache_create("vexfs_reserved", RESERVED_SIZE, 0,
				     SLAB_NO_MERGE, NULL);
	if (!reserved)
		return -ENOMEM;
	reserve = mempool_create_slab_pool(RESERVE, reserved);
	if (!reserve) {
		kmem_cache_destroy(reserved);
		reserved = NULL;
		return -ENOMEM;
	}
	return 0;
}

void ways_exit(void)
{
	mempool_destroy(reserve);
	kmem_cache_destroy(reserved);
}
