/**
 * Text results: what happened in a trace by hand, in lines for people and for grep, and what becomes of them when they are
 * analysed. {@link org.vexfs.trace.result.ResultEntry} is one line, whether an event made it or a file had it.
 */
@NullMarked
package org.vexfs.trace.result;

import org.jspecify.annotations.NullMarked;
