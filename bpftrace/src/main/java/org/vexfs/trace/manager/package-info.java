/**
 * The trace manager: its commands, one class each, and the command line over them.
 */
@NullMarked
package org.vexfs.trace.manager;

import org.jspecify.annotations.NullMarked;
