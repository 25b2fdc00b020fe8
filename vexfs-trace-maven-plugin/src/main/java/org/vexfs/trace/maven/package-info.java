/**
 * The goals of the Maven plugin, thin over the library's reports.
 */
package org.vexfs.trace.maven;
