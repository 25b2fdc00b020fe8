package org.vexfs.trace.baseline;

/**
 * How an operation of a test was when the baseline was taken.
 *
 * @param calls how many calls there were
 * @param errors how many of them returned an error
 * @param latencies how long they took
 */
public record OperationBaseline(long calls, long errors, Latencies latencies) {}
