/**
 * AssertJ assertions on traces.
 */
@NullMarked
package org.vexfs.trace.assertions;

import org.jspecify.annotations.NullMarked;
