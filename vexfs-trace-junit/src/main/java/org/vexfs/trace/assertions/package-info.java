/**
 * AssertJ assertions on traces.
 */
package org.vexfs.trace.assertions;
