// SPDX-License-Identifier: GPL-2.0
/*
 * What a correct module would never do, on command, for the tests of a tracer.
 * Each fault is one function and one row of the table at the end; without the
 * module parameter faults=1 all of them are refused with EPERM.
 *
 *   leak SIZE [COUNT]         lose COUNT objects of SIZE bytes
 *   leak_cache [COUNT]        lose COUNT objects of the kmem_cache
 *   double_free SIZE          free an object, another, and the first again
 *   warn                      have the kernel warn
 *   oops                      write through a null pointer
 *   panic                     stop the kernel
 *
 * and more in the files that vexfs_faults.h names. COUNT is 1 unless given. No
 * argument may be 0 (but for LOST of churn and ticks, and in vexfs_timing.c and
 * vexfs_waits.c) or above 4 MiB, the largest object that kmalloc() has. SIZE is
 * at least 32 where the books are kept inside the object, and 8 bytes to 8 KiB
 * for double_free, who needs a slab. The answer is "NAME=N", where N is the
 * number of objects, unless it is told there.
 *
 * The compiler knows what kmalloc() and kfree() do and would be right to leave
 * out a pointless pair: OPTIMIZER_HIDE_VAR keeps it from seeing through.
 */
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vexfs_faults.h"

#define MAX_ARGUMENT	KMALLOC_MAX_SIZE
#define MAX_ARGUMENTS	3

static bool faults;
module_param(faults, bool, 0444);
MODULE_PARM_DESC(faults, "accept the commands that misuse memory");

static DEFINE_MUTEX(double_lock);	/* guards what double_free has static */

static __traceable int vexfs_fault_leak(unsigned long size,
					unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i++) {
		void *object = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

		if (!object)
			return -ENOMEM;
		OPTIMIZER_HIDE_VAR(object);
		cond_resched();
	}
	return count;
}

static __traceable int vexfs_fault_leak_cache(unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i++) {
		void *object = kmem_cache_alloc(vexfs_cache_entries,
						GFP_KERNEL);

		if (!object)
			return -ENOMEM;
		OPTIMIZER_HIDE_VAR(object);
		cond_resched();
	}
	return count;
}

/* Two objects of one slab; those before them in other slabs are given back. */
static __always_inline bool alloc_pair(size_t size, void **first, void **second)
{
	void *aside = NULL;

	*first = kmalloc(size, GFP_KERNEL | GFP_DMA);
	*second = kmalloc(size, GFP_KERNEL | GFP_DMA);
	while (*first && *second &&
	       virt_to_head_page(*first) != virt_to_head_page(*second)) {
		*(void **)*first = aside;
		aside = *first;
		*first = *second;
		*second = kmalloc(size, GFP_KERNEL | GFP_DMA);
	}
	while (aside) {
		void *next = *(void **)aside;

		kfree(aside);
		aside = next;
	}
	if (*first && *second)
		return true;
	kfree(*first);
	kfree(*second);
	return false;
}

/*
 * The kernel stays silent and in good health. Silent, because a hardened slab
 * compares what is freed with what was freed just before, and that is another
 * object here. In good health, because the first object then gets back the
 * bytes it had when it was free once, and with them its place among the free
 * ones; nothing worse comes of it than that the slab forgets the second. The
 * slabs are those for DMA, which the rest of the kernel leaves alone.
 */
static __traceable int vexfs_fault_double_free(unsigned long size)
{
	static char contents[KMALLOC_MAX_CACHE_SIZE];
	void *first, *second;
	unsigned long flags;
	bool allocated;

	if (size < sizeof(void *) || size > sizeof(contents))
		return -EINVAL;
	mutex_lock(&double_lock);
	migrate_disable();
	allocated = alloc_pair(size, &first, &second);
	if (allocated) {
		local_irq_save(flags);
		kfree(first);
		OPTIMIZER_HIDE_VAR(first);
		memcpy(contents, first, size);
		kfree(second);
		kfree(first);
		OPTIMIZER_HIDE_VAR(first);
		memcpy(first, contents, size);
		local_irq_restore(flags);
	}
	migrate_enable();
	mutex_unlock(&double_lock);
	return allocated ? 1 : -ENOMEM;
}

static __traceable int vexfs_fault_oops(void)
{
	int *nothing = NULL;

	OPTIMIZER_HIDE_VAR(nothing);
	WRITE_ONCE(*nothing, 1);
	return 0;
}

static __traceable int vexfs_fault_warn(void)
{
	WARN(true, "vexfs fault: asked to warn\n");
	return 1;
}

static __traceable int vexfs_fault_panic(void)
{
	panic("vexfs fault");
}

struct fault {
	const char *name;
	const char *arguments;
	union {			/* the one for as many as are accepted */
		int (*none)(void);
		int (*one)(unsigned long first);
		int (*two)(unsigned long first, unsigned long second);
		int (*three)(unsigned long first, unsigned long second,
			     unsigned long third);
		int (*report)(struct vexfs_store *store,
			      const unsigned long *values,
			      struct seq_buf *answer);
	} run;
	unsigned int accepted;	/* arguments */
	unsigned int optional;	/* the last of them, 1 if left out */
	/* What an argument means that is a word. */
	int (*words[MAX_ARGUMENTS])(const char *word);
	bool zero;		/* arguments may be 0 */
	bool reports;		/* report() it is, which also answers */
};

#define NONE(name)						\
	{ #name, "", { .none = vexfs_fault_##name } }
#define ONE(name, arguments, ...)				\
	{ #name, arguments, { .one = vexfs_fault_##name }, 1, __VA_ARGS__ }
#define TWO(name, arguments, ...)				\
	{ #name, arguments, { .two = vexfs_fault_##name }, 2, __VA_ARGS__ }
#define THREE(name, arguments, ...)				\
	{ #name, arguments, { .three = vexfs_fault_##name }, 3, __VA_ARGS__ }

#define REPORT(name, accepted, arguments, ...)			\
	{ #name, arguments, { .report = report_##name }, accepted, \
	  .zero = true, .reports = true, __VA_ARGS__ }

static const struct fault table[] = {
	TWO(leak, "SIZE [COUNT]", .optional = 1),
	ONE(leak_cache, "[COUNT]", .optional = 1),
	ONE(double_free, "SIZE"),
	TWO(late_free, "SIZE DELAY_MS"),
	ONE(retain, "SIZE"),
	TWO(use, "WAY [SIZE]", .optional = 1, .words = { way_of_word }),
	TWO(lose, "WAY [SIZE]", .optional = 1, .words = { way_of_word }),
	TWO(elsewhere, "WHERE SIZE", .words = { place_of_word }),
	TWO(elsewhere_lost, "WHERE SIZE", .words = { place_of_word }),
	ONE(fill_once, "SIZE"),
	ONE(grow_each, "SIZE"),
	TWO(hold, "COUNT SIZE"),
	ONE(keep, "SIZE"),
	TWO(pressure, "COUNT SIZE"),
	NONE(three_step),
	NONE(three_step_leaky),
	NONE(bulk_single),
	NONE(free_nothing),
	NONE(fail_alloc),
	NONE(oom),
	THREE(churn, "COUNT LOST SIZE", .zero = true),
	THREE(ticks, "COUNT LOST SIZE", .zero = true),
	ONE(reused, "SIZE"),
	ONE(double_now, "SIZE"),
	NONE(double_cache),
	ONE(double_rcu, "SIZE"),
	NONE(double_vfree),
	ONE(double_threads, "SIZE"),
	ONE(invalid_offset, "SIZE"),
	NONE(invalid_static),
	TWO(delay, "OPERATION US", .words = { operation_of_word },
	    .zero = true),
	THREE(fail, "OPERATION ERRNO COUNT",
	      .words = { operation_of_word, errno_of_word }, .zero = true),
	REPORT(hold_lock, 1, "US"),
	REPORT(contend, 2, "THREADS US"),
	REPORT(recurse, 2, "DEPTH US"),
	REPORT(tail, 1, "[US]", .optional = 1),
	REPORT(call, 2, "COUNT [WHICH]", .optional = 1),
	NONE(warn),
	NONE(oops),
	NONE(panic),
};

static int parse_argument(const char *word, const struct fault *fault,
			  unsigned int place, unsigned long *value)
{
	int result;

	if (fault->words[place]) {
		result = fault->words[place](word);
		if (result < 0)
			return result;
		*value = result;
		return 0;
	}
	result = kstrtoul(word, 10, value);
	if (result)
		return result;
	if ((!*value && !fault->zero) || *value > MAX_ARGUMENT)
		return -EINVAL;
	return 0;
}

static int parse_arguments(char *line, const struct fault *fault,
			   unsigned long *values)
{
	unsigned int count = 0;
	char *word;
	int err;

	while ((word = strsep(&line, " \t"))) {
		if (!*word)
			continue;
		if (count == fault->accepted)
			return -EINVAL;
		err = parse_argument(word, fault, count, &values[count]);
		if (err)
			return err;
		count++;
	}
	return count + fault->optional < fault->accepted ? -EINVAL : 0;
}

static int run_fault(const struct fault *fault, const unsigned long *values)
{
	switch (fault->accepted) {
	case 0:
		return fault->run.none();
	case 1:
		return fault->run.one(values[0]);
	case 2:
		return fault->run.two(values[0], values[1]);
	default:
		return fault->run.three(values[0], values[1], values[2]);
	}
}

/* Returns what the fault does, or -EINVAL when there is none of the name. */
int faults_run(struct vexfs_store *store, const char *name, char *arguments,
	       struct seq_buf *answer)
{
	const struct fault *fault;
	int result;

	for (fault = table; fault < table + ARRAY_SIZE(table); fault++) {
		unsigned long values[MAX_ARGUMENTS] = { 1, 1, 1 };

		if (strcmp(name, fault->name))
			continue;
		if (!faults)
			return -EPERM;
		/* A way has a size of its own if none is given. */
		if (fault->words[0])
			values[1] = 0;
		result = parse_arguments(arguments, fault, values);
		if (result)
			return result;
		if (fault->reports)
			return fault->run.report(store, values, answer);
		result = run_fault(fault, values);
		if (result >= 0)
			seq_buf_printf(answer, "%s=%d\n", name, result);
		return result;
	}
	return -EINVAL;
}

void faults_help(struct seq_buf *answer)
{
	const struct fault *fault;

	if (!faults)
		return;
	for (fault = table; fault < table + ARRAY_SIZE(table); fault++)
		seq_buf_printf(answer, "%s%s%s\n", fault->name,
			       *fault->arguments ? " " : "", fault->arguments);
}

void faults_stat(struct seq_buf *answer)
{
	seq_buf_printf(answer, "faults=%d\n", faults);
	keep_stat(answer);
}

void faults_clear(void)
{
	timing_faults_clear();
	keep_clear();
}

/* What the faults need is made here, so that none of it is made by a command. */
int faults_init(void)
{
	int err;

	if (!faults)
		return 0;
	err = ways_init();
	if (err)
		return err;
	err = keep_init();
	if (err)
		goto undo_ways;
	err = misuse_init();
	if (err)
		goto undo_keep;
	return 0;

undo_keep:
	keep_exit();
undo_ways:
	ways_exit();
	return err;
}

/* For the end of the module, when no one else can come. */
void faults_exit(void)
{
	if (!faults)
		return;
	elsewhere_exit();
	misuse_exit();
	keep_exit();
	ways_exit();
}
