// SPDX-License-Identifier: GPL-2.0
/*
 * The links of the graph's nodes: which neighbours a node has. Unlike those of
 * the original HNSW they are mutual, so that a node can be taken out by looking
 * at its neighbours alone.
 */
#include "vexfs_hnsw.h"

static u64 node_distance(const struct vexfs_hnsw_node *a,
			 const struct vexfs_hnsw_node *b)
{
	return squared_distance(a->vector->values, b->vector->values,
				a->vector->dim);
}

static bool contains(struct vexfs_hnsw_node *const *nodes, unsigned int count,
		     const struct vexfs_hnsw_node *node)
{
	while (count--)
		if (nodes[count] == node)
			return true;
	return false;
}

/*
 * Chooses neighbours from candidates sorted by distance: first those that are
 * nearer to the node than to any one chosen before, because these lead into
 * different directions; then, while there is room, the nearest of the others.
 */
unsigned int hnsw_choose(const struct vexfs_nearest *candidates,
			 struct vexfs_hnsw_node **chosen)
{
	unsigned int count = 0, i, c;

	for (i = 0; i < candidates->count && count < HNSW_LINKS; i++) {
		const struct vexfs_near *near = &candidates->entries[i];

		for (c = 0; c < count; c++)
			if (node_distance(near->vector->node, chosen[c]) <
			    near->distance)
				break;
		if (c == count)
			chosen[count++] = near->vector->node;
	}
	for (i = 0; i < candidates->count && count < HNSW_LINKS; i++) {
		struct vexfs_hnsw_node *node =
			candidates->entries[i].vector->node;

		if (!contains(chosen, count, node))
			chosen[count++] = node;
	}
	return count;
}

static void remove_link(struct hnsw_links *links,
			const struct vexfs_hnsw_node *to)
{
	unsigned int i;

	for (i = 0; i < links->count; i++) {
		if (links->to[i] == to) {
			links->to[i] = links->to[--links->count];
			return;
		}
	}
}

static void disconnect(struct vexfs_hnsw_node *a, struct vexfs_hnsw_node *b,
		       unsigned int level)
{
	remove_link(&a->links[level], b);
	remove_link(&b->links[level], a);
}

/* Would the node still be linked to this level without one of its links? */
static bool can_spare(const struct vexfs_hnsw_node *node,
		      const struct vexfs_hnsw_node *newcomer,
		      unsigned int level)
{
	return node->links[level].count > (node == newcomer ? 0 : 1);
}

/*
 * Gives up the link that a full node would not choose if it chose anew with the
 * newcomer among its candidates, or else the farthest that can be spared.
 * Fails when that is the newcomer's.
 */
static bool make_room(struct vexfs_hnsw_node *node,
		      struct vexfs_hnsw_node *newcomer, unsigned int level)
{
	struct vexfs_near entries[HNSW_LINKS + 1];
	struct vexfs_nearest candidates = {
		.limit = HNSW_LINKS + 1,
		.entries = entries,
	};
	struct vexfs_hnsw_node *chosen[HNSW_LINKS], *victim = NULL;
	const struct hnsw_links *links = &node->links[level];
	unsigned int i;

	for (i = 0; i < links->count; i++)
		nearest_offer(&candidates, links->to[i]->vector,
				    node_distance(node, links->to[i]));
	nearest_offer(&candidates, newcomer->vector,
			    node_distance(node, newcomer));
	hnsw_choose(&candidates, chosen);

	for (i = 0; i < candidates.count; i++) {
		struct vexfs_hnsw_node *other = entries[i].vector->node;

		if (!can_spare(other, newcomer, level))
			continue;
		victim = other;
		if (!contains(chosen, HNSW_LINKS, other))
			break;
	}
	if (!victim || victim == newcomer)
		return false;
	disconnect(node, victim, level);
	return true;
}

/* Both nodes take the link up, or, where a full one prefers others, neither. */
void hnsw_connect(struct vexfs_hnsw_node *a, struct vexfs_hnsw_node *b,
		  unsigned int level)
{
	struct hnsw_links *from = &a->links[level], *to = &b->links[level];

	if (contains(from->to, from->count, b))
		return;
	if (from->count == HNSW_LINKS && !make_room(a, b, level))
		return;
	if (to->count == HNSW_LINKS && !make_room(b, a, level))
		return;
	from->to[from->count++] = b;
	to->to[to->count++] = a;
}

/* Takes a node out of all levels and joins those it leaves behind. */
unsigned int hnsw_unlink(struct vexfs_hnsw_node *node)
{
	unsigned int level, i, removed = 0;

	for (level = 0; level <= node->level; level++) {
		struct hnsw_links orphans = node->links[level];

		for (i = 0; i < orphans.count; i++)
			disconnect(node, orphans.to[i], level);
		for (i = 1; i < orphans.count; i++)
			hnsw_connect(orphans.to[i - 1], orphans.to[i], level);
		removed += orphans.count;
	}
	return removed;
}
