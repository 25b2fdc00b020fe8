/**
 * The bpftrace process: finding it, its version, what it needs, its start, its output, its end.
 *
 * <p>The only package that starts processes. Nothing is passed through a shell.
 */
package org.vexfs.trace.bpftrace;
