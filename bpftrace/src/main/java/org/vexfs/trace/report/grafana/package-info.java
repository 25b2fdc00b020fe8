/** The dashboard for Grafana, and the marks that traces leave on it. */
@NullMarked
package org.vexfs.trace.report.grafana;

import org.jspecify.annotations.NullMarked;
