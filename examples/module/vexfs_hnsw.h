/* SPDX-License-Identifier: GPL-2.0 */
/* The inside of the graph, shared by vexfs_hnsw.c and vexfs_hnsw_links.c. */
#ifndef VEXFS_HNSW_H
#define VEXFS_HNSW_H

#include "vexfs.h"

#define HNSW_LINKS	12	/* neighbours of a node on one level, at most */

struct hnsw_links {
	unsigned int count;
	struct vexfs_hnsw_node *to[HNSW_LINKS];
};

struct vexfs_hnsw_node {
	struct list_head list;
	struct vexfs_vector *vector;
	unsigned int slot;	/* its bit among the visited; dense */
	unsigned int level;	/* the highest it stands on */
	struct hnsw_links links[];	/* one for each level from 0 */
};

unsigned int hnsw_choose(const struct vexfs_nearest *candidates,
			 struct vexfs_hnsw_node **chosen);
void hnsw_connect(struct vexfs_hnsw_node *a, struct vexfs_hnsw_node *b,
		  unsigned int level);
unsigned int hnsw_unlink(struct vexfs_hnsw_node *node);

#endif
