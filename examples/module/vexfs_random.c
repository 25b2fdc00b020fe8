// SPDX-License-Identifier: GPL-2.0
/*
 * Pseudo-random vectors, and operations on them. The same seed always means the
 * same numbers.
 *
 *   fill COUNT DIM SEED       insert COUNT vectors
 *   mixed SEED COUNT          COUNT operations of eight kinds on few ids, and how
 *                             often each was called, failed, and what the others
 *                             returned together: "NAME=", "NAME_errors=",
 *                             "NAME_returned=" each, and "cache_get_hits="
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>

#include "vexfs.h"

#define MIXED_IDS	256U	/* few, so that every other one has a vector */
#define MIXED_DIM	8	/* components in a store that was empty */
#define MIXED_K		4	/* neighbours that a search wants */

/* SplitMix64. */
static u64 next_random(u64 *state)
{
	*state += 0x9e3779b97f4a7c15ULL;
	return mix(*state);
}

/* Components from -1000 to 1000. */
static void random_values(u64 *state, s32 *values, u32 dim)
{
	while (dim--)
		*values++ = (s32)((next_random(state) >> 32) % 2001) - 1000;
}

/*
 * All or nothing: a fill that fails takes back what it had inserted. (Only one
 * that was killed and has to wait for the lock leaves vectors in the store, or
 * one that cannot delete them as "fail delete" says so.)
 */
static int fill(struct vexfs_store *store, u64 first, u64 count, u32 dim,
		u64 seed, s32 *values)
{
	u64 done;
	int err = 0;

	for (done = 0; done < count; done++) {
		random_values(&seed, values, dim);
		err = vexfs_vector_insert(store, first + done, values, dim);
		if (!err && fatal_signal_pending(current)) {
			done++;
			err = -EINTR;
		}
		if (err)
			break;
		cond_resched();
	}
	if (err)
		while (done--)
			vexfs_vector_delete(store, first + done);
	return err;
}

/* Inserts so many vectors with ids of their own, in a row from the first. */
int store_fill(struct vexfs_store *store, u64 count, u32 dim, u64 seed,
	       u64 *first)
{
	s32 *values;
	int err;

	values = kmalloc_array(dim, sizeof(*values), GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	err = store_reserve(store, count, first);
	if (!err)
		err = fill(store, *first, count, dim, seed, values);
	kfree(values);
	return err;
}

static const enum operation mixed[] = {
	OP_INSERT, OP_UPDATE, OP_DELETE, OP_GET, OP_CACHE_GET, OP_SEARCH,
	OP_READ, OP_WRITE,
};

/* One for each thread: all that the threads have in common is the store. */
struct mixer {
	struct vexfs_store *store;
	u64 state;
	u32 dim;
	u64 hits;		/* of the cache */
	struct {
		u64 calls;
		u64 errors;	/* calls that returned a negative errno */
		u64 returned;	/* by all others together */
	} tallies[OPERATIONS];
	s32 values[VEXFS_MAX_DIM];
};

static ssize_t run_operation(struct mixer *mixer, enum operation operation,
			     u64 id)
{
	size_t length = 1 + next_random(&mixer->state) %
			    (mixer->dim * sizeof(*mixer->values));
	struct vexfs_match matches[MIXED_K];
	bool hit = false;
	int result;

	random_values(&mixer->state, mixer->values, mixer->dim);
	switch (operation) {
	case OP_INSERT:
		return vexfs_vector_insert(mixer->store, id, mixer->values,
					   mixer->dim);
	case OP_UPDATE:
		return vexfs_vector_update(mixer->store, id, mixer->values,
					   mixer->dim);
	case OP_DELETE:
		return vexfs_vector_delete(mixer->store, id);
	case OP_GET:
		return vexfs_vector_get(mixer->store, id, mixer->values,
					VEXFS_MAX_DIM);
	case OP_CACHE_GET:
		result = vexfs_vector_lookup(mixer->store, id, mixer->values,
					     VEXFS_MAX_DIM, &hit);
		mixer->hits += hit;
		return result;
	case OP_SEARCH:
		return vexfs_vector_search(mixer->store, mixer->values,
					   mixer->dim, MIXED_K, matches);
	case OP_READ:
		return vexfs_read(mixer->store, id, mixer->values, length);
	case OP_WRITE:
		return vexfs_write(mixer->store, id, mixer->values, length);
	default:
		return -EINVAL;
	}
}

static int run_mixed(struct mixer *mixer, u64 count)
{
	while (count--) {
		u64 random = next_random(&mixer->state);
		enum operation operation = mixed[random % ARRAY_SIZE(mixed)];
		ssize_t result = run_operation(mixer, operation,
					       1 + (random >> 32) % MIXED_IDS);

		mixer->tallies[operation].calls++;
		if (result < 0)
			mixer->tallies[operation].errors++;
		else
			mixer->tallies[operation].returned += result;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

static void answer_mixed(const struct mixer *mixer, struct seq_buf *answer)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mixed); i++) {
		const char *name = operation_name(mixed[i]);

		seq_buf_printf(answer, "%s=%llu\n%s_errors=%llu\n", name,
			       mixer->tallies[mixed[i]].calls, name,
			       mixer->tallies[mixed[i]].errors);
		seq_buf_printf(answer, "%s_returned=%llu\n", name,
			       mixer->tallies[mixed[i]].returned);
	}
	seq_buf_printf(answer, "cache_get_hits=%llu\n", mixer->hits);
}

/*
 * Runs so many operations, each of the eight as likely as the others, and tells
 * how often each was called. An operation that fails is one of them.
 */
int store_mix(struct vexfs_store *store, u64 seed, u64 count,
	      struct seq_buf *answer)
{
	struct mixer *mixer = kzalloc(sizeof(*mixer), GFP_KERNEL);
	int err;

	if (!mixer)
		return -ENOMEM;
	mixer->store = store;
	mixer->state = seed;
	/* Without the lock: who comes first to an empty store has the default. */
	mixer->dim = READ_ONCE(store->count) ? READ_ONCE(store->dim) : MIXED_DIM;
	err = run_mixed(mixer, count);
	if (!err)
		answer_mixed(mixer, answer);
	kfree(mixer);
	return err;
}
