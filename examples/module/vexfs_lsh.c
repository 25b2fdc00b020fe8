// SPDX-License-Identifier: GPL-2.0
/*
 * Locality sensitive hashing with random hyperplanes (Charikar 2002): one bit
 * of a signature says on which side of a plane the vector lies. The signature
 * is cut into bands; a band's bits number a bucket of the band's own table. A
 * search measures the vectors of the query's buckets and of all buckets that
 * differ from them in one bit.
 */
#include <linux/bitops.h>
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

#include "vexfs.h"

struct probe {
	const s32 *query;
	u32 signature;
	struct vexfs_nearest nearest;
};

static unsigned int bucket_of(u32 signature, unsigned int band)
{
	return (signature >> (band * VEXFS_LSH_BAND_BITS)) &
	       (VEXFS_LSH_BUCKETS - 1);
}

/*
 * Returns the signature. The planes are never stored: the normal of plane p has
 * the component +1 or -1 in dimension d, as bit p of a hash of d says.
 */
int vexfs_lsh_hash(const s32 *values, u32 dim)
{
	s64 sides[VEXFS_LSH_PLANES] = {};
	u32 signature = 0;
	unsigned int d, p;

	for (d = 0; d < dim; d++) {
		u64 normals = mix(d + 1);

		for (p = 0; p < VEXFS_LSH_PLANES; p++)
			sides[p] += normals & BIT_ULL(p) ? values[d]
							 : -(s64)values[d];
	}
	for (p = 0; p < VEXFS_LSH_PLANES; p++)
		if (sides[p] > 0)
			signature |= BIT(p);
	return signature;
}

/* Returns in how many buckets the vector now stands. */
int vexfs_lsh_insert(struct vexfs_store *store, struct vexfs_vector *vector)
{
	unsigned int band;

	vector->signature = vexfs_lsh_hash(vector->values, vector->dim);
	for (band = 0; band < VEXFS_LSH_BANDS; band++) {
		unsigned int bucket = bucket_of(vector->signature, band);

		hlist_add_head(&vector->by_band[band],
			       &store->bands[band][bucket]);
	}
	return band;
}

/* Returns in how many buckets the vector stood. */
int vexfs_lsh_remove(struct vexfs_store *store, struct vexfs_vector *vector)
{
	unsigned int band;

	for (band = 0; band < VEXFS_LSH_BANDS; band++)
		hlist_del(&vector->by_band[band]);
	return band;
}

/* Forgets every vector; its caller is about to free them. */
void lsh_drop(struct vexfs_store *store)
{
	memset(store->bands, 0, sizeof(store->bands));
}

/* A vector that an earlier band's buckets held need not be measured again. */
static bool was_met(const struct vexfs_vector *vector,
		    const struct probe *probe, unsigned int band)
{
	u32 difference = vector->signature ^ probe->signature;

	while (band--) {
		if (hweight32(bucket_of(difference, band)) <= 1)
			return true;
	}
	return false;
}

/* Returns how many vectors of the bucket were measured. */
static __traceable int vexfs_lsh_bucket(struct vexfs_store *store,
					unsigned int band, unsigned int bucket,
					struct probe *probe)
{
	struct vexfs_vector *vector;
	int measured = 0;

	hlist_for_each_entry(vector, &store->bands[band][bucket],
			     by_band[band]) {
		if (was_met(vector, probe, band))
			continue;
		nearest_offer(&probe->nearest, vector,
				    squared_distance(probe->query,
						     vector->values,
						     store->dim));
		measured++;
		cond_resched();
	}
	return measured;
}

static int scan_buckets(struct vexfs_store *store, struct probe *probe)
{
	unsigned int band, bit;

	for (band = 0; band < VEXFS_LSH_BANDS; band++) {
		unsigned int bucket = bucket_of(probe->signature, band);

		vexfs_lsh_bucket(store, band, bucket, probe);
		for (bit = 0; bit < VEXFS_LSH_BAND_BITS; bit++)
			vexfs_lsh_bucket(store, band, bucket ^ BIT(bit), probe);
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	return 0;
}

/* Returns how many neighbours were found: up to k, maybe not the nearest. */
int vexfs_lsh_search(struct vexfs_store *store, const s32 *query, u32 dim,
		     u32 k, struct vexfs_match *matches)
{
	struct probe probe = { .query = query };
	struct call call;
	int result;

	result = call_begin(&call, OP_LSH_SEARCH);
	if (!result)
		result = nearest_alloc(&probe.nearest, k);
	if (result)
		goto end;
	probe.signature = vexfs_lsh_hash(query, dim);

	result = vexfs_lock_store_shared(store);
	if (result)
		goto free;
	if (store->count && store->dim != dim)
		result = -EINVAL;
	else
		result = scan_buckets(store, &probe);
	if (!result)
		result = nearest_report(&probe.nearest, matches, k);
	vexfs_unlock_store_shared(store);
free:
	nearest_free(&probe.nearest);
end:
	call_end(&call, result);
	return result;
}

void lsh_stat(const struct vexfs_store *store, struct seq_buf *answer)
{
	unsigned int band, bucket, used = 0;

	for (band = 0; band < VEXFS_LSH_BANDS; band++)
		for (bucket = 0; bucket < VEXFS_LSH_BUCKETS; bucket++)
			used += !hlist_empty(&store->bands[band][bucket]);
	seq_buf_printf(answer, "lsh_entries=%llu\n",
		       store->count * VEXFS_LSH_BANDS);
	seq_buf_printf(answer, "lsh_buckets_used=%u\n", used);
	seq_buf_printf(answer, "lsh_buckets=%lu\n",
		       VEXFS_LSH_BANDS * VEXFS_LSH_BUCKETS);
}
