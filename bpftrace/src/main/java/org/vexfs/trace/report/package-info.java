/**
 * Findings in, bytes out: the text of a finding, the records of a run, the build's verdict, and Surefire's reports.
 */
@NullMarked
package org.vexfs.trace.report;

import org.jspecify.annotations.NullMarked;
