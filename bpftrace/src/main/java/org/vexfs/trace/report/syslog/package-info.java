/** Tells a syslog server, as RFC 5424 has it, over UDP, TCP or a local socket. */
@NullMarked
package org.vexfs.trace.report.syslog;

import org.jspecify.annotations.NullMarked;
