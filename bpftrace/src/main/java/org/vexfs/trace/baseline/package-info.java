/** Committed baselines, and the statistics that tell a regression from noise. Pure but for one store class. */
@NullMarked
package org.vexfs.trace.baseline;

import org.jspecify.annotations.NullMarked;
