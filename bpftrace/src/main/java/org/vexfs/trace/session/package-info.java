/**
 * A running trace that many windows share: markers, windows, capture to disk, what outlives the JVM, replay from disk.
 */
@NullMarked
package org.vexfs.trace.session;

import org.jspecify.annotations.NullMarked;
