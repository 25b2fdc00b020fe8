// SPDX-License-Identifier: GPL-2.0
/*
 * The vectors looked up last, in entries from a kmem_cache of their own. It is
 * never merged with another one, so that /proc/slabinfo tells its live objects.
 */
#include <linux/seq_buf.h>
#include <linux/slab.h>

#include "vexfs.h"

struct entry {
	struct hlist_node by_id;
	struct list_head recent;
	struct vexfs_vector *vector;
};

struct kmem_cache *vexfs_cache_entries;

int cache_init(void)
{
	vexfs_cache_entries = kmem_cache_create("vexfs_cache_entry",
						sizeof(struct entry), 0,
						SLAB_NO_MERGE, NULL);
	return vexfs_cache_entries ? 0 : -ENOMEM;
}

void cache_exit(void)
{
	kmem_cache_destroy(vexfs_cache_entries);
}

void cache_prepare(struct vexfs_cache *cache)
{
	mutex_init(&cache->lock);
	INIT_LIST_HEAD(&cache->recent);
	hash_init(cache->by_id);
}

static struct entry *find(struct vexfs_cache *cache, u64 id)
{
	struct entry *entry;

	hash_for_each_possible(cache->by_id, entry, by_id, id) {
		if (entry->vector->id == id)
			return entry;
	}
	return NULL;
}

static void free_entry(struct vexfs_cache *cache, struct entry *entry)
{
	hash_del(&entry->by_id);
	list_del(&entry->recent);
	cache->count--;
	kmem_cache_free(vexfs_cache_entries, entry);
}

/* Returns 1 for a hit, 0 for a miss. */
int vexfs_cache_get(struct vexfs_cache *cache, u64 id,
		    struct vexfs_vector **vector)
{
	struct entry *entry;
	int hit = 0;

	mutex_lock(&cache->lock);
	entry = find(cache, id);
	if (entry) {
		list_move(&entry->recent, &cache->recent);
		*vector = entry->vector;
		cache->hits++;
		hit = 1;
	} else {
		cache->misses++;
	}
	mutex_unlock(&cache->lock);
	return hit;
}

/* Returns how many entries had to go: 0 or 1. */
int vexfs_cache_put(struct vexfs_cache *cache, struct vexfs_vector *vector)
{
	struct entry *entry;
	int evicted = 0;

	entry = kmem_cache_alloc(vexfs_cache_entries, GFP_KERNEL);
	if (!entry)
		return -ENOMEM;
	entry->vector = vector;

	mutex_lock(&cache->lock);
	if (find(cache, vector->id)) {
		/* Another reader missed it too, and was first. */
		kmem_cache_free(vexfs_cache_entries, entry);
		goto unlock;
	}
	if (cache->count == VEXFS_CACHE_CAPACITY) {
		free_entry(cache, list_last_entry(&cache->recent, struct entry,
						  recent));
		cache->evictions++;
		evicted = 1;
	}
	hash_add(cache->by_id, &entry->by_id, vector->id);
	list_add(&entry->recent, &cache->recent);
	cache->count++;
unlock:
	mutex_unlock(&cache->lock);
	return evicted;
}

/* Returns how many entries the id had: 0 or 1. */
int vexfs_cache_drop(struct vexfs_cache *cache, u64 id)
{
	struct entry *entry;

	mutex_lock(&cache->lock);
	entry = find(cache, id);
	if (entry)
		free_entry(cache, entry);
	mutex_unlock(&cache->lock);
	return entry ? 1 : 0;
}

/* Forgets its counts too; returns how many entries there were. */
int vexfs_cache_clear(struct vexfs_cache *cache)
{
	struct entry *entry, *next;
	int count;

	mutex_lock(&cache->lock);
	count = cache->count;
	list_for_each_entry_safe(entry, next, &cache->recent, recent)
		free_entry(cache, entry);
	cache->hits = 0;
	cache->misses = 0;
	cache->evictions = 0;
	mutex_unlock(&cache->lock);
	return count;
}

void cache_stat(struct vexfs_cache *cache, struct seq_buf *answer)
{
	mutex_lock(&cache->lock);
	seq_buf_printf(answer, "cache_entries=%u\n", cache->count);
	seq_buf_printf(answer, "cache_capacity=%u\n", VEXFS_CACHE_CAPACITY);
	seq_buf_printf(answer, "cache_hits=%llu\n", cache->hits);
	seq_buf_printf(answer, "cache_misses=%llu\n", cache->misses);
	seq_buf_printf(answer, "cache_evictions=%llu\n", cache->evictions);
	mutex_unlock(&cache->lock);
}
