/** A running trace as metrics for Prometheus: scraped, written into a file for node_exporter, or pushed to a Pushgateway. */
@NullMarked
package org.vexfs.trace.report.prometheus;

import org.jspecify.annotations.NullMarked;
