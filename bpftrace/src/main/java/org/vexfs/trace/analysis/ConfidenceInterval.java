package org.vexfs.trace.analysis;

import java.util.OptionalLong;

/**
 * Where a percentile of what was sampled lies, as far as the sample tells.
 *
 * @param level how often such an interval holds the true value at least, such as 0.95
 * @param low the lower end; 0 where the sample is too small for one
 * @param high the upper end; empty where the sample is too small for one
 */
public record ConfidenceInterval(double level, long low, OptionalLong high) {}
