/**
 * Pure functions and accumulators from events to findings: the ledger, its judgement, the verdict.
 *
 * <p>No file, process, thread, clock or environment is used here, so a live trace and a captured one are judged alike.
 */
@NullMarked
package org.vexfs.trace.analysis;

import org.jspecify.annotations.NullMarked;
