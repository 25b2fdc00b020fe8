/**
 * Traces a kernel module while JUnit tests run: the annotation, the trace that a test looks at, and what is written
 * down for the build.
 */
package org.vexfs.trace.junit;
