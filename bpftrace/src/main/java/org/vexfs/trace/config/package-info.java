/**
 * The YAML configuration, its environments and overrides, bound to records. Every key is known, documented in the
 * shipped file, and effective.
 */
@NullMarked
package org.vexfs.trace.config;

import org.jspecify.annotations.NullMarked;
