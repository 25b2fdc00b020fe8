/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vexfs: a small vector store behind /dev/vexfs, made to be traced.
 *
 * A function declared __traceable is an operation: it keeps its name and its
 * arguments in the object code, and its result tells a tracer what happened
 * (a count or 0, or a negative errno). All other functions go without the
 * prefix vexfs_, so that a pattern like vexfs_hnsw_* matches operations alone.
 */
#ifndef VEXFS_H
#define VEXFS_H

#include <linux/atomic.h>
#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/types.h>

#define __traceable noinline __noclone

#define VEXFS_MAX_ID		S64_MAX	/* an id is a non-negative Java long */
#define VEXFS_MAX_DIM		512	/* components of a vector */
#define VEXFS_MAX_MATCHES	128	/* neighbours in one answer */
#define VEXFS_ID_BITS		12

#define VEXFS_LSH_BANDS		4
#define VEXFS_LSH_BAND_BITS	7
#define VEXFS_LSH_BUCKETS	BIT(VEXFS_LSH_BAND_BITS)
#define VEXFS_LSH_PLANES	(VEXFS_LSH_BANDS * VEXFS_LSH_BAND_BITS)

#define VEXFS_CACHE_BITS	6
#define VEXFS_CACHE_CAPACITY	64

struct kmem_cache;
struct seq_buf;
struct vexfs_hnsw_node;

struct vexfs_vector {
	struct hlist_node by_id;
	struct hlist_node by_band[VEXFS_LSH_BANDS];
	struct vexfs_hnsw_node *node;	/* NULL when the graph lacks it */
	u64 id;
	u32 signature;			/* see vexfs_lsh_hash() */
	u32 dim;
	s32 values[];
};

/* What a search tells its caller; it holds no reference into the store. */
struct vexfs_match {
	u64 id;
	u64 distance;
};

struct vexfs_hnsw {
	bool built;
	unsigned int count;
	struct vexfs_hnsw_node *entry;	/* one of the highest nodes */
	struct list_head nodes;		/* in the order of their slots */
};

struct vexfs_cache {
	struct mutex lock;		/* guards all below */
	struct list_head recent;	/* the one used last comes first */
	DECLARE_HASHTABLE(by_id, VEXFS_CACHE_BITS);
	unsigned int count;
	u64 hits;
	u64 misses;
	u64 evictions;
};

struct vexfs_store {
	struct rw_semaphore lock;	/* guards all below but the cache */
	DECLARE_HASHTABLE(by_id, VEXFS_ID_BITS);
	struct hlist_head bands[VEXFS_LSH_BANDS][VEXFS_LSH_BUCKETS];
	struct vexfs_hnsw graph;
	u64 count;
	u64 next_id;
	u32 dim;			/* of every vector; 0 when empty */
	u64 exclusive_locks;
	atomic64_t shared_locks;
	struct vexfs_cache cache;	/* its lock nests inside the store's */
};

/* A well mixed function of x (the finalizer of SplitMix64). */
static inline u64 mix(u64 x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

/* vexfs_store.c: the vectors, their lock, and everything exact. */
void store_init(struct vexfs_store *store);
void store_destroy(struct vexfs_store *store);
int store_stat(struct vexfs_store *store, struct seq_buf *answer);
int store_reserve(struct vexfs_store *store, u64 count, u64 *first);

int __traceable vexfs_lock_store(struct vexfs_store *store);
void __traceable vexfs_unlock_store(struct vexfs_store *store);
int __traceable vexfs_lock_store_shared(struct vexfs_store *store);
void __traceable vexfs_unlock_store_shared(struct vexfs_store *store);

int __traceable vexfs_vector_insert(struct vexfs_store *store, u64 id,
				    const s32 *values, u32 dim);
int __traceable vexfs_vector_update(struct vexfs_store *store, u64 id,
				    const s32 *values, u32 dim);
int __traceable vexfs_vector_delete(struct vexfs_store *store, u64 id);
int __traceable vexfs_vector_get(struct vexfs_store *store, u64 id,
				 s32 *values, u32 room);
int __traceable vexfs_vector_lookup(struct vexfs_store *store, u64 id,
				    s32 *values, u32 room, bool *hit);
int __traceable vexfs_vector_search(struct vexfs_store *store,
				    const s32 *query, u32 dim, u32 k,
				    struct vexfs_match *matches);
int __traceable vexfs_vector_clear(struct vexfs_store *store);
ssize_t __traceable vexfs_read(struct vexfs_store *store, u64 id,
			       void *buffer, size_t length);
ssize_t __traceable vexfs_write(struct vexfs_store *store, u64 id,
				const void *buffer, size_t length);

/* vexfs_random.c: pseudo-random vectors, and operations on them. */
int store_fill(struct vexfs_store *store, u64 count, u32 dim, u64 seed,
	       u64 *first);
int store_mix(struct vexfs_store *store, u64 seed, u64 count,
	      struct seq_buf *answer);

/* vexfs_nearest.c: the nearest vectors met so far. */
struct vexfs_near {
	u64 distance;
	struct vexfs_vector *vector;
	bool expanded;			/* its neighbours were looked at */
};

struct vexfs_nearest {
	unsigned int count;
	unsigned int limit;
	struct vexfs_near *entries;	/* nearest first */
};

u64 squared_distance(const s32 *a, const s32 *b, u32 dim);
int nearest_alloc(struct vexfs_nearest *nearest, unsigned int limit);
void nearest_free(struct vexfs_nearest *nearest);
void nearest_offer(struct vexfs_nearest *nearest, struct vexfs_vector *vector,
		   u64 distance);
int nearest_report(const struct vexfs_nearest *nearest,
		   struct vexfs_match *matches, u32 k);

/* vexfs_hnsw.c: approximate search in a navigable graph. */
int __traceable vexfs_hnsw_build(struct vexfs_store *store);
int __traceable vexfs_hnsw_search(struct vexfs_store *store,
				  const s32 *query, u32 dim, u32 k,
				  struct vexfs_match *matches);
/* The caller of these holds the store's lock exclusively. */
int __traceable vexfs_hnsw_insert(struct vexfs_store *store,
				  struct vexfs_vector *vector);
int __traceable vexfs_hnsw_remove(struct vexfs_store *store,
				  struct vexfs_vector *vector);
void hnsw_init(struct vexfs_hnsw *graph);
void hnsw_drop(struct vexfs_hnsw *graph);
void hnsw_stat(const struct vexfs_hnsw *graph, struct seq_buf *answer);

/* vexfs_lsh.c: approximate search among equal signatures. */
int __traceable vexfs_lsh_hash(const s32 *values, u32 dim);
int __traceable vexfs_lsh_search(struct vexfs_store *store,
				 const s32 *query, u32 dim, u32 k,
				 struct vexfs_match *matches);
/* The caller of these holds the store's lock exclusively. */
int __traceable vexfs_lsh_insert(struct vexfs_store *store,
				 struct vexfs_vector *vector);
int __traceable vexfs_lsh_remove(struct vexfs_store *store,
				 struct vexfs_vector *vector);
void lsh_drop(struct vexfs_store *store);
void lsh_stat(const struct vexfs_store *store, struct seq_buf *answer);

/*
 * vexfs_cache.c: the vectors looked up last. The caller of get, put and drop
 * holds the store's lock, because what the cache holds are the store's vectors.
 */
extern struct kmem_cache *vexfs_cache_entries;

int cache_init(void);
void cache_exit(void);
void cache_prepare(struct vexfs_cache *cache);
int __traceable vexfs_cache_get(struct vexfs_cache *cache, u64 id,
				struct vexfs_vector **vector);
int __traceable vexfs_cache_put(struct vexfs_cache *cache,
				struct vexfs_vector *vector);
int __traceable vexfs_cache_drop(struct vexfs_cache *cache, u64 id);
int __traceable vexfs_cache_clear(struct vexfs_cache *cache);
void cache_stat(struct vexfs_cache *cache, struct seq_buf *answer);

/*
 * vexfs_timing.c: what the operations that a command calls took. Such a one
 * begins with call_begin() and ends with call_end(), whatever it returns.
 */
enum operation {
	OP_INSERT,
	OP_UPDATE,
	OP_DELETE,
	OP_GET,
	OP_CACHE_GET,
	OP_SEARCH,
	OP_HNSW_SEARCH,
	OP_LSH_SEARCH,
	OP_READ,
	OP_WRITE,
	OPERATIONS
};

struct call {
	enum operation operation;
	u64 began;		/* ktime_get_ns() */
};

int call_begin(struct call *call, enum operation operation);
void call_end(const struct call *call, ssize_t result);
int operation_of_word(const char *word);
const char *operation_name(enum operation operation);
void timings_answer(struct seq_buf *answer);
void durations_answer(enum operation operation, struct seq_buf *answer);
void delays_answer(struct seq_buf *answer);
void timings_reset(void);

/* vexfs_command.c: one command line in, its answer out. */
int command_run(struct vexfs_store *store, char *line, struct seq_buf *answer);

/* vexfs_faults.c: what a correct module would never do. */
int faults_init(void);
int faults_run(struct vexfs_store *store, const char *name, char *arguments,
	       struct seq_buf *answer);
void faults_help(struct seq_buf *answer);
void faults_stat(struct seq_buf *answer);
void faults_clear(void);
void faults_exit(void);

#endif
