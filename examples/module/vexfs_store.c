// SPDX-License-Identifier: GPL-2.0
/*
 * The vectors by id, the lock around them, and everything exact: insertion,
 * update, deletion, retrieval, exhaustive search, and raw payload I/O.
 */
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vexfs.h"

/*
 * The lock functions count what they took. The count is part of "stat", and it
 * keeps the call from becoming a jump: a jump would hide this function from a
 * stack that is taken while the lock is waited for.
 */
int vexfs_lock_store(struct vexfs_store *store)
{
	int err = down_write_killable(&store->lock);

	if (!err)
		store->exclusive_locks++;
	return err;
}

void vexfs_unlock_store(struct vexfs_store *store)
{
	up_write(&store->lock);
}

int vexfs_lock_store_shared(struct vexfs_store *store)
{
	int err = down_read_killable(&store->lock);

	if (!err)
		atomic64_inc(&store->shared_locks);
	return err;
}

void vexfs_unlock_store_shared(struct vexfs_store *store)
{
	up_read(&store->lock);
}

void store_init(struct vexfs_store *store)
{
	init_rwsem(&store->lock);
	hash_init(store->by_id);
	hnsw_init(&store->graph);
	cache_prepare(&store->cache);
	store->next_id = 1;
}

static struct vexfs_vector *find(struct vexfs_store *store, u64 id)
{
	struct vexfs_vector *vector;

	hash_for_each_possible(store->by_id, vector, by_id, id) {
		if (vector->id == id)
			return vector;
	}
	return NULL;
}

/* Sets aside count ids in a row, all above any id the store was given. */
int store_reserve(struct vexfs_store *store, u64 count, u64 *first)
{
	int err = vexfs_lock_store(store);

	if (err)
		return err;
	if (count > (u64)VEXFS_MAX_ID + 1 - store->next_id) {
		err = -ENOSPC;
	} else {
		*first = store->next_id;
		store->next_id += count;
	}
	vexfs_unlock_store(store);
	return err;
}

static int index_vector(struct vexfs_store *store, struct vexfs_vector *vector)
{
	int err;

	if (store->graph.built) {
		err = vexfs_hnsw_insert(store, vector);
		if (err < 0)
			return err;
	}
	vexfs_lsh_insert(store, vector);
	hash_add(store->by_id, &vector->by_id, vector->id);
	store->count++;
	return 0;
}

static void unindex_vector(struct vexfs_store *store,
			   struct vexfs_vector *vector)
{
	vexfs_cache_drop(&store->cache, vector->id);
	if (vector->node)
		vexfs_hnsw_remove(store, vector);
	vexfs_lsh_remove(store, vector);
	hash_del(&vector->by_id);
	store->count--;
}

static void fill_vector(struct vexfs_vector *vector, u64 id, const s32 *values,
			u32 dim)
{
	vector->node = NULL;
	vector->id = id;
	vector->dim = dim;
	memcpy(vector->values, values, dim * sizeof(*values));
}

/* Returns 0, -EEXIST, or -EINVAL when the store holds another dimension. */
int vexfs_vector_insert(struct vexfs_store *store, u64 id, const s32 *values,
			u32 dim)
{
	struct vexfs_vector *vector;
	struct call call;
	int err;

	err = call_begin(&call, OP_INSERT);
	if (err)
		goto end;
	err = -ENOMEM;
	vector = kmalloc(struct_size(vector, values, dim), GFP_KERNEL);
	if (!vector)
		goto end;
	fill_vector(vector, id, values, dim);

	err = vexfs_lock_store(store);
	if (err)
		goto free;
	if (store->count && store->dim != dim)
		err = -EINVAL;
	else if (find(store, id))
		err = -EEXIST;
	else
		err = index_vector(store, vector);
	if (!err) {
		store->dim = dim;
		store->next_id = max(store->next_id, id + 1);
	}
	vexfs_unlock_store(store);
free:
	if (err)
		kfree(vector);
end:
	call_end(&call, err);
	return err;
}

/* Takes the successor in and frees the vector it succeeds, or does neither. */
static int succeed(struct vexfs_store *store, struct vexfs_vector *vector,
		   struct vexfs_vector *successor)
{
	int err = index_vector(store, successor);

	if (err)
		return err;
	unindex_vector(store, vector);
	kfree(vector);
	return 0;
}

/* Returns 0, -ENOENT, or -EINVAL when the vector has another dimension. */
int vexfs_vector_update(struct vexfs_store *store, u64 id, const s32 *values,
			u32 dim)
{
	struct vexfs_vector *vector, *successor;
	struct call call;
	int err;

	err = call_begin(&call, OP_UPDATE);
	if (err)
		goto end;
	err = -ENOMEM;
	successor = kmalloc(struct_size(successor, values, dim), GFP_KERNEL);
	if (!successor)
		goto end;
	fill_vector(successor, id, values, dim);

	err = vexfs_lock_store(store);
	if (err)
		goto free;
	vector = find(store, id);
	if (!vector)
		err = -ENOENT;
	else if (vector->dim != dim)
		err = -EINVAL;
	else
		err = succeed(store, vector, successor);
	vexfs_unlock_store(store);
free:
	if (err)
		kfree(successor);
end:
	call_end(&call, err);
	return err;
}

/* Returns 0 or -ENOENT. */
int vexfs_vector_delete(struct vexfs_store *store, u64 id)
{
	struct vexfs_vector *vector;
	struct call call;
	int err;

	err = call_begin(&call, OP_DELETE);
	if (!err)
		err = vexfs_lock_store(store);
	if (err)
		goto end;
	vector = find(store, id);
	if (vector) {
		unindex_vector(store, vector);
		kfree(vector);
	} else {
		err = -ENOENT;
	}
	vexfs_unlock_store(store);
end:
	call_end(&call, err);
	return err;
}

static int copy_values(const struct vexfs_vector *vector, s32 *values, u32 room)
{
	u32 count = min(vector->dim, room);

	memcpy(values, vector->values, count * sizeof(*values));
	return count;
}

/* Returns the number of components copied out, or -ENOENT. */
int vexfs_vector_get(struct vexfs_store *store, u64 id, s32 *values, u32 room)
{
	struct vexfs_vector *vector;
	struct call call;
	int result;

	result = call_begin(&call, OP_GET);
	if (!result)
		result = vexfs_lock_store_shared(store);
	if (result)
		goto end;
	vector = find(store, id);
	result = vector ? copy_values(vector, values, room) : -ENOENT;
	vexfs_unlock_store_shared(store);
end:
	call_end(&call, result);
	return result;
}

/* As vexfs_vector_get(), but asks the cache first and leaves an entry there. */
int vexfs_vector_lookup(struct vexfs_store *store, u64 id, s32 *values,
			u32 room, bool *hit)
{
	struct vexfs_vector *vector;
	struct call call;
	int result;

	result = call_begin(&call, OP_CACHE_GET);
	if (!result)
		result = vexfs_lock_store_shared(store);
	if (result)
		goto end;
	*hit = vexfs_cache_get(&store->cache, id, &vector);
	if (!*hit) {
		vector = find(store, id);
		if (vector)
			/* Without memory for an entry the next one misses. */
			vexfs_cache_put(&store->cache, vector);
	}
	result = vector ? copy_values(vector, values, room) : -ENOENT;
	vexfs_unlock_store_shared(store);
end:
	call_end(&call, result);
	return result;
}

static int scan_all(struct vexfs_store *store, const s32 *query,
		    struct vexfs_nearest *nearest)
{
	struct vexfs_vector *vector;
	unsigned int bucket;

	hash_for_each(store->by_id, bucket, vector, by_id) {
		nearest_offer(nearest, vector,
				    squared_distance(query, vector->values,
						     store->dim));
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

/* Looks at every vector; returns how many of the k nearest there were. */
int vexfs_vector_search(struct vexfs_store *store, const s32 *query, u32 dim,
			u32 k, struct vexfs_match *matches)
{
	struct vexfs_nearest nearest;
	struct call call;
	int result;

	result = call_begin(&call, OP_SEARCH);
	if (!result)
		result = nearest_alloc(&nearest, k);
	if (result)
		goto end;
	result = vexfs_lock_store_shared(store);
	if (result)
		goto free;
	if (store->count && store->dim != dim)
		result = -EINVAL;
	else
		result = scan_all(store, query, &nearest);
	if (!result)
		result = nearest_report(&nearest, matches, k);
	vexfs_unlock_store_shared(store);
free:
	nearest_free(&nearest);
end:
	call_end(&call, result);
	return result;
}

/* Returns the bytes moved: no more than the vector has. */
ssize_t vexfs_read(struct vexfs_store *store, u64 id, void *buffer,
		   size_t length)
{
	struct vexfs_vector *vector;
	struct call call;
	ssize_t result;

	result = call_begin(&call, OP_READ);
	if (!result)
		result = vexfs_lock_store_shared(store);
	if (result)
		goto end;
	vector = find(store, id);
	if (vector) {
		result = min(length, vector->dim * sizeof(*vector->values));
		memcpy(buffer, vector->values, result);
	} else {
		result = -ENOENT;
	}
	vexfs_unlock_store_shared(store);
end:
	call_end(&call, result);
	return result;
}

/* Returns the bytes moved: no more than the vector has. */
ssize_t vexfs_write(struct vexfs_store *store, u64 id, const void *buffer,
		    size_t length)
{
	struct vexfs_vector *vector, *successor;
	struct call call;
	ssize_t result;
	size_t moved;

	result = call_begin(&call, OP_WRITE);
	if (!result)
		result = vexfs_lock_store(store);
	if (result)
		goto end;
	result = -ENOENT;
	vector = find(store, id);
	if (!vector)
		goto unlock;
	result = -ENOMEM;
	successor = kmalloc(struct_size(successor, values, vector->dim),
			    GFP_KERNEL);
	if (!successor)
		goto unlock;
	fill_vector(successor, id, vector->values, vector->dim);
	moved = min(length, vector->dim * sizeof(*vector->values));
	memcpy(successor->values, buffer, moved);

	result = succeed(store, vector, successor);
	if (result)
		kfree(successor);
	else
		result = moved;
unlock:
	vexfs_unlock_store(store);
end:
	call_end(&call, result);
	return result;
}

static int free_all(struct vexfs_store *store)
{
	struct vexfs_vector *vector;
	struct hlist_node *next;
	unsigned int bucket;
	int count = 0;

	vexfs_cache_clear(&store->cache);
	hnsw_drop(&store->graph);
	lsh_drop(store);
	hash_for_each_safe(store->by_id, bucket, next, vector, by_id) {
		hash_del(&vector->by_id);
		kfree(vector);
		count++;
		cond_resched();
	}
	store->count = 0;
	store->next_id = 1;
	return count;
}

/* Frees all vectors, the graph and the cache; returns the vectors' number. */
int vexfs_vector_clear(struct vexfs_store *store)
{
	int result = vexfs_lock_store(store);

	if (result)
		return result;
	result = free_all(store);
	vexfs_unlock_store(store);
	return result;
}

/* For the end of the module, when no one else can come. */
void store_destroy(struct vexfs_store *store)
{
	free_all(store);
}

/* The shared lock that this takes is counted too. */
int store_stat(struct vexfs_store *store, struct seq_buf *answer)
{
	int err = vexfs_lock_store_shared(store);

	if (err)
		return err;
	seq_buf_printf(answer, "vectors=%llu\n", store->count);
	seq_buf_printf(answer, "dimension=%u\n", store->count ? store->dim : 0);
	seq_buf_printf(answer, "payload_bytes=%llu\n",
		       store->count * store->dim * sizeof(s32));
	seq_buf_printf(answer, "exclusive_locks=%llu\n",
		       store->exclusive_locks);
	seq_buf_printf(answer, "shared_locks=%lld\n",
		       atomic64_read(&store->shared_locks));
	hnsw_stat(&store->graph, answer);
	lsh_stat(store, answer);
	cache_stat(&store->cache, answer);
	vexfs_unlock_store_shared(store);
	return 0;
}
