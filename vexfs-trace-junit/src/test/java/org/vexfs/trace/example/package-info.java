/**
 * The example project's test classes by name, so that its captures can be replayed here; no body runs.
 */
package org.vexfs.trace.example;
