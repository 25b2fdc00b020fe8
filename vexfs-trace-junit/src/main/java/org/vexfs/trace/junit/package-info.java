/**
 * Traces a kernel module while JUnit tests run: the annotation, the trace that a test looks at, and what is written
 * down for the build.
 */
@NullMarked
package org.vexfs.trace.junit;

import org.jspecify.annotations.NullMarked;
