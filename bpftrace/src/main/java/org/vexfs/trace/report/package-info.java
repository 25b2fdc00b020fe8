/**
 * Findings in, bytes out: the text of a finding, the records of a run, the build's verdict, and Surefire's reports.
 */
package org.vexfs.trace.report;
