package org.vexfs.trace.manager;

/** How a command writes what it found. */
enum OutputFormat {
    TEXT,
    JSON,
    CSV,
    HTML
}
