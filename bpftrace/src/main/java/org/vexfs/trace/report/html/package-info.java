/** The page: what the traces of a run came to, as HTML without scripts, with charts as SVG. */
@NullMarked
package org.vexfs.trace.report.html;

import org.jspecify.annotations.NullMarked;
