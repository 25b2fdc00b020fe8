// SPDX-License-Identifier: GPL-2.0
/*
 * A hierarchical navigable small world graph (Malkov and Yashunin 2016): walks
 * through it, insertion, removal and search.
 *
 * Every node stands on level 0, and one in eight of a level stands on the next
 * level too. A search walks greedily down to its level and there widens to a
 * beam.
 */
#include <linux/bitops.h>
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>

#include "vexfs_hnsw.h"

#define TOP_LEVEL	7UL
#define BUILD_BEAM	48
#define SEARCH_BEAM	64U

/* One walk through the graph, made by many readers at the same time. */
struct walk {
	const s32 *query;
	u32 dim;
	struct vexfs_nearest beam;
	unsigned long *visited;
	size_t visited_bytes;
};

static int walk_alloc(struct walk *walk, const struct vexfs_hnsw *graph,
		      const s32 *query, u32 dim, unsigned int beam)
{
	int err;

	walk->query = query;
	walk->dim = dim;
	walk->visited_bytes = BITS_TO_LONGS(graph->count) * sizeof(long);
	walk->visited = kvzalloc(walk->visited_bytes, GFP_KERNEL);
	if (!walk->visited)
		return -ENOMEM;
	err = nearest_alloc(&walk->beam, beam);
	if (err)
		kvfree(walk->visited);
	return err;
}

static void walk_free(struct walk *walk)
{
	nearest_free(&walk->beam);
	kvfree(walk->visited);
}

static void meet(struct walk *walk, struct vexfs_hnsw_node *node)
{
	if (!__test_and_set_bit(node->slot, walk->visited))
		nearest_offer(&walk->beam, node->vector,
				    squared_distance(walk->query,
						     node->vector->values,
						     walk->dim));
}

/* Walks from the entry down to a level, always to the nearest neighbour. */
static struct vexfs_hnsw_node *descend(const struct vexfs_hnsw *graph,
				       const s32 *query, u32 dim,
				       unsigned int target)
{
	struct vexfs_hnsw_node *here = graph->entry;
	u64 nearest = squared_distance(query, here->vector->values, dim);
	unsigned int level = here->level;

	while (level > target) {
		const struct hnsw_links *links = &here->links[level];
		struct vexfs_hnsw_node *next = NULL;
		unsigned int i;

		for (i = 0; i < links->count; i++) {
			struct vexfs_vector *vector = links->to[i]->vector;
			u64 distance = squared_distance(query, vector->values,
							dim);

			if (distance < nearest) {
				nearest = distance;
				next = links->to[i];
			}
		}
		if (next)
			here = next;
		else
			level--;
	}
	return here;
}

static struct vexfs_near *first_unexpanded(struct vexfs_nearest *beam)
{
	unsigned int i;

	for (i = 0; i < beam->count; i++)
		if (!beam->entries[i].expanded)
			return &beam->entries[i];
	return NULL;
}

/* Widens what the beam holds to the nearest nodes of a level. */
static int widen(struct walk *walk, unsigned int level)
{
	struct vexfs_near *near;
	unsigned int i;

	while ((near = first_unexpanded(&walk->beam))) {
		const struct vexfs_hnsw_node *node = near->vector->node;
		const struct hnsw_links *links = &node->links[level];

		near->expanded = true;
		for (i = 0; i < links->count; i++)
			meet(walk, links->to[i]);
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

/* Makes what a level's beam found the start of the level below. */
static void start_again(struct walk *walk)
{
	unsigned int i;

	memset(walk->visited, 0, walk->visited_bytes);
	for (i = 0; i < walk->beam.count; i++) {
		struct vexfs_near *near = &walk->beam.entries[i];

		near->expanded = false;
		__set_bit(near->vector->node->slot, walk->visited);
	}
}

/* The same id always gets the same level, so a graph can be built again. */
static unsigned int level_of(u64 id)
{
	return min(__ffs64(mix(id + 1) | BIT_ULL(63)) / 3, TOP_LEVEL);
}

static int link_node(const struct vexfs_hnsw *graph,
		     struct vexfs_hnsw_node *node)
{
	const struct vexfs_vector *vector = node->vector;
	unsigned int level = min(node->level, graph->entry->level) + 1;
	struct vexfs_hnsw_node *chosen[HNSW_LINKS];
	unsigned int count, i;
	struct walk walk;
	int err;

	err = walk_alloc(&walk, graph, vector->values, vector->dim, BUILD_BEAM);
	if (err)
		return err;
	meet(&walk, descend(graph, walk.query, walk.dim, level - 1));
	while (level--) {
		err = widen(&walk, level);
		if (err) {
			hnsw_unlink(node);
			break;
		}
		count = hnsw_choose(&walk.beam, chosen);
		for (i = 0; i < count; i++)
			hnsw_connect(node, chosen[i], level);
		start_again(&walk);
	}
	walk_free(&walk);
	return err;
}

static void add_node(struct vexfs_hnsw *graph, struct vexfs_hnsw_node *node)
{
	node->slot = graph->count++;
	list_add_tail(&node->list, &graph->nodes);
	if (!graph->entry || node->level > graph->entry->level)
		graph->entry = node;
}

/* The last node takes over the slot, so that slots stay dense. */
static void drop_node(struct vexfs_hnsw *graph, struct vexfs_hnsw_node *node)
{
	struct vexfs_hnsw_node *last = list_last_entry(&graph->nodes,
						       struct vexfs_hnsw_node,
						       list);

	list_del(&last->list);
	if (last != node) {
		list_replace(&node->list, &last->list);
		last->slot = node->slot;
	}
	graph->count--;
	if (graph->entry == node) {
		graph->entry = NULL;
		list_for_each_entry(last, &graph->nodes, list)
			if (!graph->entry || last->level > graph->entry->level)
				graph->entry = last;
	}
}

/* Returns the level up to which the vector now stands in the graph. */
int vexfs_hnsw_insert(struct vexfs_store *store, struct vexfs_vector *vector)
{
	struct vexfs_hnsw *graph = &store->graph;
	struct vexfs_hnsw_node *node;
	unsigned int level = level_of(vector->id);
	int err;

	node = kzalloc(struct_size(node, links, level + 1), GFP_KERNEL);
	if (!node)
		return -ENOMEM;
	node->vector = vector;
	node->level = level;
	vector->node = node;
	err = graph->entry ? link_node(graph, node) : 0;
	if (err) {
		vector->node = NULL;
		kfree(node);
		return err;
	}
	add_node(graph, node);
	return level;
}

/* Returns the number of links that the vector had. */
int vexfs_hnsw_remove(struct vexfs_store *store, struct vexfs_vector *vector)
{
	struct vexfs_hnsw_node *node = vector->node;
	int removed = hnsw_unlink(node);

	drop_node(&store->graph, node);
	vector->node = NULL;
	kfree(node);
	return removed;
}

void hnsw_init(struct vexfs_hnsw *graph)
{
	INIT_LIST_HEAD(&graph->nodes);
}

void hnsw_drop(struct vexfs_hnsw *graph)
{
	struct vexfs_hnsw_node *node, *next;

	list_for_each_entry_safe(node, next, &graph->nodes, list) {
		node->vector->node = NULL;
		kfree(node);
		cond_resched();
	}
	INIT_LIST_HEAD(&graph->nodes);
	graph->entry = NULL;
	graph->count = 0;
	graph->built = false;
}

/*
 * Builds the graph of all vectors, anew if there is one; from then on the store
 * keeps it up to date. Returns the number of nodes. A build that fails leaves
 * no graph behind.
 */
int vexfs_hnsw_build(struct vexfs_store *store)
{
	struct vexfs_vector *vector;
	unsigned int bucket;
	int result;

	result = vexfs_lock_store(store);
	if (result)
		return result;
	hnsw_drop(&store->graph);
	hash_for_each(store->by_id, bucket, vector, by_id) {
		result = vexfs_hnsw_insert(store, vector);
		if (result < 0) {
			hnsw_drop(&store->graph);
			goto unlock;
		}
	}
	store->graph.built = true;
	result = store->graph.count;
unlock:
	vexfs_unlock_store(store);
	return result;
}

static int search_graph(const struct vexfs_hnsw *graph, const s32 *query,
			u32 dim, u32 k, struct vexfs_match *matches)
{
	struct walk walk;
	int result;

	if (!graph->entry)
		return 0;
	result = walk_alloc(&walk, graph, query, dim, max(k, SEARCH_BEAM));
	if (result)
		return result;
	meet(&walk, descend(graph, query, dim, 0));
	result = widen(&walk, 0);
	if (!result)
		result = nearest_report(&walk.beam, matches, k);
	walk_free(&walk);
	return result;
}

/* Returns how many neighbours were found, or -ENODATA without a graph. */
int vexfs_hnsw_search(struct vexfs_store *store, const s32 *query, u32 dim,
		      u32 k, struct vexfs_match *matches)
{
	struct call call;
	int result;

	result = call_begin(&call, OP_HNSW_SEARCH);
	if (!result)
		result = vexfs_lock_store_shared(store);
	if (result)
		goto end;
	if (!store->graph.built)
		result = -ENODATA;
	else if (store->count && store->dim != dim)
		result = -EINVAL;
	else
		result = search_graph(&store->graph, query, dim, k, matches);
	vexfs_unlock_store_shared(store);
end:
	call_end(&call, result);
	return result;
}

void hnsw_stat(const struct vexfs_hnsw *graph, struct seq_buf *answer)
{
	const struct vexfs_hnsw_node *node;
	unsigned long links = 0;
	unsigned int level;

	list_for_each_entry(node, &graph->nodes, list)
		for (level = 0; level <= node->level; level++)
			links += node->links[level].count;
	seq_buf_printf(answer, "hnsw_built=%d\n", graph->built);
	seq_buf_printf(answer, "hnsw_nodes=%u\n", graph->count);
	seq_buf_printf(answer, "hnsw_levels=%u\n",
		       graph->entry ? graph->entry->level + 1 : 0);
	seq_buf_printf(answer, "hnsw_links=%lu\n", links / 2);
}
