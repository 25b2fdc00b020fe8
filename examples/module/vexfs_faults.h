/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fault commands and what they share. Each is one function and one row of
 * the table in vexfs_faults.c; the functions lie in files by topic. A function
 * returns the number that answers the command, or a negative errno.
 */
#ifndef VEXFS_FAULTS_H
#define VEXFS_FAULTS_H

#include <linux/list.h>
#include <linux/types.h>

#include "vexfs.h"

#define MIN_KEPT	32	/* bytes of an object with books inside */

/*
 * vexfs_ways.c: many ways to take memory and to give it back. The functions in
 * which the memory is taken are named vexfs_take_WAY.
 */
int way_of_word(const char *word);
int __traceable vexfs_fault_use(unsigned long way, unsigned long size);
int __traceable vexfs_fault_lose(unsigned long way, unsigned long size);
int ways_init(void);
void ways_exit(void);

/* vexfs_elsewhere.c: taken here, given back elsewhere. */
int place_of_word(const char *word);
int __traceable vexfs_fault_elsewhere(unsigned long place, unsigned long size);
int __traceable vexfs_fault_elsewhere_lost(unsigned long place,
					   unsigned long size);
int __traceable vexfs_fault_reused(unsigned long size);
void elsewhere_exit(void);

/* vexfs_ticks.c: taken and given back in hard interrupts. */
int __traceable vexfs_fault_ticks(unsigned long count, unsigned long lost,
				  unsigned long size);

/* vexfs_keep.c: what is kept, and for how long. */
int __traceable vexfs_fault_late_free(unsigned long size,
				      unsigned long delay_ms);
int __traceable vexfs_fault_retain(unsigned long size);
int __traceable vexfs_fault_fill_once(unsigned long size);
int __traceable vexfs_fault_grow_each(unsigned long size);
int __traceable vexfs_fault_hold(unsigned long count, unsigned long size);
int __traceable vexfs_fault_keep(unsigned long size);
int __traceable vexfs_fault_pressure(unsigned long count, unsigned long size);
int keep_init(void);
void keep_stat(struct seq_buf *answer);
void keep_clear(void);
void keep_exit(void);

/* vexfs_errors.c: failures and other paths, with a fault in them or without. */
int __traceable vexfs_fault_three_step(void);
int __traceable vexfs_fault_three_step_leaky(void);
int __traceable vexfs_fault_bulk_single(void);
int __traceable vexfs_fault_free_nothing(void);
int __traceable vexfs_fault_fail_alloc(void);
int __traceable vexfs_fault_oom(void);
int __traceable vexfs_fault_churn(unsigned long count, unsigned long lost,
				  unsigned long size);

/* vexfs_misuse.c: freed twice, or what was never an object. */
int __traceable vexfs_fault_double_now(unsigned long size);
int __traceable vexfs_fault_double_cache(void);
int __traceable vexfs_fault_double_rcu(unsigned long size);
int __traceable vexfs_fault_double_vfree(void);
int __traceable vexfs_fault_double_threads(unsigned long size);
int __traceable vexfs_fault_invalid_offset(unsigned long size);
int __traceable vexfs_fault_invalid_static(void);
int misuse_init(void);
void misuse_exit(void);

/* vexfs_timing.c: operations that take longer or fail; see also vexfs.h. */
#define MAX_BUSY_US	1000000	/* for which a CPU is kept */

u64 busy_wait(u64 began, u64 ns);
int errno_of_word(const char *word);
int __traceable vexfs_fault_delay(unsigned long operation,
				  unsigned long microseconds);
int __traceable vexfs_fault_fail(unsigned long operation, unsigned long err,
				 unsigned long count);
void timing_faults_clear(void);

/*
 * vexfs_waits.c: locks held and waited for, and calls within calls. Each report
 * calls the fault and writes the answer.
 */
int report_hold_lock(struct vexfs_store *store, const unsigned long *values,
		     struct seq_buf *answer);
int report_contend(struct vexfs_store *store, const unsigned long *values,
		   struct seq_buf *answer);
int report_recurse(struct vexfs_store *store, const unsigned long *values,
		   struct seq_buf *answer);
int report_tail(struct vexfs_store *store, const unsigned long *values,
		struct seq_buf *answer);
int report_call(struct vexfs_store *store, const unsigned long *values,
		struct seq_buf *answer);

/* vexfs_helper.c: another module, reached by symbol_get(). */
void helper_free(const void *object, bool forget);
int helper_meet(const void *address, size_t size);
int helper_churn(void *unused);

#endif
