// SPDX-License-Identifier: GPL-2.0
/* The command lines: what they mean, and what answers them. */
#include <linux/hex.h>
#include <linux/kstrtox.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vexfs.h"

#define MAX_FILL	1000000		/* vectors of one fill */
#define MAX_MIXED	1000000		/* operations of one mixed */
#define MAX_PAYLOAD	(VEXFS_MAX_DIM * sizeof(s32))

struct command {
	const char *name;
	const char *arguments;
	int (*run)(struct vexfs_store *store, char *line,
		   struct seq_buf *answer);
};

/* The next word of the line, or an empty one at its end. */
static char *next_word(char **line)
{
	char *word;

	*line = skip_spaces(*line);
	word = strsep(line, " \t");
	if (!*line)
		*line = word + strlen(word);
	return word;
}

static int parse_end(char *line)
{
	return *skip_spaces(line) ? -EINVAL : 0;
}

static int parse_number(char **line, u64 lowest, u64 highest, u64 *number)
{
	int err = kstrtou64(next_word(line), 10, number);

	if (err)
		return err;
	return *number < lowest || *number > highest ? -EINVAL : 0;
}

static int parse_id(char **line, u64 *id)
{
	return parse_number(line, 0, VEXFS_MAX_ID, id);
}

/* Takes the rest of the line; returns how many values it had. */
static int parse_values(char *line, s32 *values)
{
	int count = 0, err;
	char *word;

	for (word = next_word(&line); *word; word = next_word(&line)) {
		if (count == VEXFS_MAX_DIM)
			return -EINVAL;
		err = kstrtos32(word, 10, &values[count++]);
		if (err)
			return err;
	}
	return count ? count : -EINVAL;
}

static void answer_values(struct seq_buf *answer, const s32 *values, int count)
{
	int i;

	for (i = 0; i < count; i++)
		seq_buf_printf(answer, i ? " %d" : "%d", values[i]);
	seq_buf_putc(answer, '\n');
}

typedef int store_operation(struct vexfs_store *store, u64 id,
			    const s32 *values, u32 dim);

static int store_values(struct vexfs_store *store, char *line,
			struct seq_buf *answer, store_operation *operation)
{
	s32 *values;
	int result;
	u64 id;

	result = parse_id(&line, &id);
	if (result)
		return result;
	values = kmalloc(MAX_PAYLOAD, GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	result = parse_values(line, values);
	if (result > 0)
		result = operation(store, id, values, result);
	if (!result)
		seq_buf_puts(answer, "ok\n");
	kfree(values);
	return result;
}

static int run_insert(struct vexfs_store *store, char *line,
		      struct seq_buf *answer)
{
	return store_values(store, line, answer, vexfs_vector_insert);
}

static int run_update(struct vexfs_store *store, char *line,
		      struct seq_buf *answer)
{
	return store_values(store, line, answer, vexfs_vector_update);
}

static int run_fill(struct vexfs_store *store, char *line,
		    struct seq_buf *answer)
{
	u64 count, dim, seed, first;
	int err;

	err = parse_number(&line, 1, MAX_FILL, &count);
	if (!err)
		err = parse_number(&line, 1, VEXFS_MAX_DIM, &dim);
	if (!err)
		err = parse_number(&line, 0, U64_MAX, &seed);
	if (!err)
		err = parse_end(line);
	if (!err)
		err = store_fill(store, count, dim, seed, &first);
	if (!err)
		seq_buf_printf(answer, "first=%llu\nlast=%llu\n", first,
			       first + count - 1);
	return err;
}

static int run_mixed(struct vexfs_store *store, char *line,
		     struct seq_buf *answer)
{
	u64 seed, count;
	int err;

	err = parse_number(&line, 0, U64_MAX, &seed);
	if (!err)
		err = parse_number(&line, 1, MAX_MIXED, &count);
	if (!err)
		err = parse_end(line);
	return err ? err : store_mix(store, seed, count, answer);
}

static int run_delete(struct vexfs_store *store, char *line,
		      struct seq_buf *answer)
{
	u64 id;
	int err;

	err = parse_id(&line, &id);
	if (!err)
		err = parse_end(line);
	if (!err)
		err = vexfs_vector_delete(store, id);
	if (!err)
		seq_buf_puts(answer, "ok\n");
	return err;
}

static int load_values(struct vexfs_store *store, char *line,
		       struct seq_buf *answer, bool cached)
{
	bool hit = false;
	s32 *values;
	int result;
	u64 id;

	result = parse_id(&line, &id);
	if (!result)
		result = parse_end(line);
	if (result)
		return result;
	values = kmalloc(MAX_PAYLOAD, GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	if (cached)
		result = vexfs_vector_lookup(store, id, values, VEXFS_MAX_DIM,
					     &hit);
	else
		result = vexfs_vector_get(store, id, values, VEXFS_MAX_DIM);
	if (result > 0) {
		if (cached)
			seq_buf_puts(answer, hit ? "hit " : "miss ");
		answer_values(answer, values, result);
	}
	kfree(values);
	return result;
}

static int run_get(struct vexfs_store *store, char *line,
		   struct seq_buf *answer)
{
	return load_values(store, line, answer, false);
}

static int run_cache_get(struct vexfs_store *store, char *line,
			 struct seq_buf *answer)
{
	return load_values(store, line, answer, true);
}

typedef int search_operation(struct vexfs_store *store, const s32 *query,
			     u32 dim, u32 k, struct vexfs_match *matches);

static int search(struct vexfs_store *store, char *line,
		  struct seq_buf *answer, search_operation *operation)
{
	struct vexfs_match *matches;
	s32 *query;
	int result, i;
	u64 k;

	result = parse_number(&line, 1, VEXFS_MAX_MATCHES, &k);
	if (result)
		return result;
	result = -ENOMEM;
	query = kmalloc(MAX_PAYLOAD, GFP_KERNEL);
	if (!query)
		return result;
	matches = kmalloc_array(k, sizeof(*matches), GFP_KERNEL);
	if (!matches)
		goto free_query;
	result = parse_values(line, query);
	if (result > 0)
		result = operation(store, query, result, k, matches);
	for (i = 0; i < result; i++)
		seq_buf_printf(answer, "%llu %llu\n", matches[i].id,
			       matches[i].distance);
	kfree(matches);
free_query:
	kfree(query);
	return result;
}

static int run_search(struct vexfs_store *store, char *line,
		      struct seq_buf *answer)
{
	return search(store, line, answer, vexfs_vector_search);
}

static int run_hnsw_search(struct vexfs_store *store, char *line,
			   struct seq_buf *answer)
{
	return search(store, line, answer, vexfs_hnsw_search);
}

static int run_lsh_search(struct vexfs_store *store, char *line,
			  struct seq_buf *answer)
{
	return search(store, line, answer, vexfs_lsh_search);
}

static int run_hnsw_build(struct vexfs_store *store, char *line,
			  struct seq_buf *answer)
{
	int result;

	result = parse_end(line);
	if (!result)
		result = vexfs_hnsw_build(store);
	if (result >= 0)
		seq_buf_printf(answer, "nodes=%d\n", result);
	return result;
}

static int run_read(struct vexfs_store *store, char *line,
		    struct seq_buf *answer)
{
	u64 id, length = MAX_PAYLOAD;
	ssize_t result;
	u8 *payload;

	result = parse_id(&line, &id);
	if (!result && *skip_spaces(line))
		result = parse_number(&line, 1, MAX_PAYLOAD, &length);
	if (!result)
		result = parse_end(line);
	if (result)
		return result;
	payload = kmalloc(length, GFP_KERNEL);
	if (!payload)
		return -ENOMEM;
	result = vexfs_read(store, id, payload, length);
	if (result > 0) {
		ssize_t i;

		seq_buf_printf(answer, "bytes=%zd\ndata=", result);
		for (i = 0; i < result; i++)
			seq_buf_printf(answer, "%02x", payload[i]);
		seq_buf_putc(answer, '\n');
	}
	kfree(payload);
	return result;
}

static int run_write(struct vexfs_store *store, char *line,
		     struct seq_buf *answer)
{
	ssize_t result;
	size_t length;
	u8 *payload;
	char *data;
	u64 id;

	result = parse_id(&line, &id);
	if (result)
		return result;
	data = next_word(&line);
	length = strlen(data) / 2;
	if (!length || strlen(data) % 2 || length > MAX_PAYLOAD)
		return -EINVAL;
	result = parse_end(line);
	if (result)
		return result;
	payload = kmalloc(length, GFP_KERNEL);
	if (!payload)
		return -ENOMEM;
	result = hex2bin(payload, data, length) ? -EINVAL : 0;
	if (!result)
		result = vexfs_write(store, id, payload, length);
	if (result > 0)
		seq_buf_printf(answer, "bytes=%zd\n", result);
	kfree(payload);
	return result;
}

static int run_stat(struct vexfs_store *store, char *line,
		    struct seq_buf *answer)
{
	int err;

	err = parse_end(line);
	if (!err)
		err = store_stat(store, answer);
	if (!err)
		faults_stat(answer);
	return err;
}

/* Forgets them once they are told, if the line says so. */
static int run_timings(struct vexfs_store *store, char *line,
		       struct seq_buf *answer)
{
	const char *word = next_word(&line);

	if (parse_end(line) || (*word && strcmp(word, "reset")))
		return -EINVAL;
	timings_answer(answer);
	if (*word)
		timings_reset();
	return 0;
}

static int run_durations(struct vexfs_store *store, char *line,
			 struct seq_buf *answer)
{
	int operation = operation_of_word(next_word(&line));

	if (operation < 0 || parse_end(line))
		return -EINVAL;
	durations_answer(operation, answer);
	return 0;
}

static int run_delays(struct vexfs_store *store, char *line,
		      struct seq_buf *answer)
{
	if (parse_end(line))
		return -EINVAL;
	delays_answer(answer);
	return 0;
}

static int run_clear(struct vexfs_store *store, char *line,
		     struct seq_buf *answer)
{
	int result;

	result = parse_end(line);
	if (!result)
		result = vexfs_vector_clear(store);
	if (result < 0)
		return result;
	timings_reset();
	faults_clear();
	seq_buf_printf(answer, "vectors=%d\n", result);
	return 0;
}

static int run_help(struct vexfs_store *store, char *line,
		    struct seq_buf *answer);

static const struct command commands[] = {
	{ "insert",		"ID V1 V2 ...",		run_insert },
	{ "fill",		"COUNT DIM SEED",	run_fill },
	{ "update",		"ID V1 V2 ...",		run_update },
	{ "delete",		"ID",			run_delete },
	{ "get",		"ID",			run_get },
	{ "cache_get",		"ID",			run_cache_get },
	{ "search",		"K V1 V2 ...",		run_search },
	{ "hnsw_build",		"",			run_hnsw_build },
	{ "hnsw_search",	"K V1 V2 ...",		run_hnsw_search },
	{ "lsh_search",		"K V1 V2 ...",		run_lsh_search },
	{ "read",		"ID [LENGTH]",		run_read },
	{ "write",		"ID HEX",		run_write },
	{ "mixed",		"SEED COUNT",		run_mixed },
	{ "timings",		"[reset]",		run_timings },
	{ "durations",		"OPERATION",		run_durations },
	{ "delays",		"",			run_delays },
	{ "stat",		"",			run_stat },
	{ "clear",		"",			run_clear },
	{ "help",		"",			run_help },
};

static int run_help(struct vexfs_store *store, char *line,
		    struct seq_buf *answer)
{
	size_t i;

	if (parse_end(line))
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		seq_buf_printf(answer, "%s%s%s\n", commands[i].name,
			       *commands[i].arguments ? " " : "",
			       commands[i].arguments);
	faults_help(answer);
	return 0;
}

/* Returns a negative errno, or anything else when the answer is complete. */
int command_run(struct vexfs_store *store, char *line, struct seq_buf *answer)
{
	const char *name = next_word(&line);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(name, commands[i].name))
			return commands[i].run(store, line, answer);
	return faults_run(store, name, line, answer);
}
