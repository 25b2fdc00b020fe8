/**
 * A running trace that many windows share: markers, windows, capture to disk, replay from disk.
 */
package org.vexfs.trace.session;
