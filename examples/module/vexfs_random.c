// SPDX-License-Identifier: GPL-2.0
/*
 * Pseudo-random vectors. The same seed always means the same numbers.
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "vexfs.h"

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
