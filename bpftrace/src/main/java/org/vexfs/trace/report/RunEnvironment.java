package org.vexfs.trace.report;

import org.vexfs.trace.baseline.Environment;

/**
 * What the latencies of the tests that follow depend on.
 *
 * @param environment that
 */
public record RunEnvironment(Environment environment) implements RunRecord {}
