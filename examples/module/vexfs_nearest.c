// SPDX-License-Identifier: GPL-2.0
/*
 * The nearest vectors met so far: a short list, sorted and bounded, that all
 * three searches fill.
 */
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vexfs.h"

/* Squared Euclidean distance, U64_MAX where it does not fit 64 bits. */
u64 squared_distance(const s32 *a, const s32 *b, u32 dim)
{
	u64 sum = 0;

	while (dim--) {
		u64 difference = abs((s64)*a++ - *b++);

		if (check_add_overflow(sum, difference * difference, &sum))
			return U64_MAX;
	}
	return sum;
}

int nearest_alloc(struct vexfs_nearest *nearest, unsigned int limit)
{
	nearest->count = 0;
	nearest->limit = limit;
	nearest->entries = kmalloc_array(limit, sizeof(*nearest->entries),
					 GFP_KERNEL);
	return nearest->entries ? 0 : -ENOMEM;
}

void nearest_free(struct vexfs_nearest *nearest)
{
	kfree(nearest->entries);
	nearest->entries = NULL;
}

/* Vectors of equal distance stand in the order of their ids. */
static bool is_nearer(u64 distance, u64 id, const struct vexfs_near *other)
{
	if (distance != other->distance)
		return distance < other->distance;
	return id < other->vector->id;
}

/* Takes the vector in if it is among the nearest; the farthest makes room. */
void nearest_offer(struct vexfs_nearest *nearest, struct vexfs_vector *vector,
		   u64 distance)
{
	struct vexfs_near *entries = nearest->entries;
	unsigned int at = nearest->count;

	while (at && is_nearer(distance, vector->id, &entries[at - 1]))
		at--;
	if (at == nearest->limit)
		return;
	if (nearest->count < nearest->limit)
		nearest->count++;
	memmove(&entries[at + 1], &entries[at],
		(nearest->count - at - 1) * sizeof(*entries));
	entries[at] = (struct vexfs_near) {
		.distance = distance,
		.vector = vector,
	};
}

/* Copies out the first k; returns how many there were. */
int nearest_report(const struct vexfs_nearest *nearest,
		   struct vexfs_match *matches, u32 k)
{
	unsigned int i, count = min(nearest->count, k);

	for (i = 0; i < count; i++) {
		matches[i].id = nearest->entries[i].vector->id;
		matches[i].distance = nearest->entries[i].distance;
	}
	return count;
}
