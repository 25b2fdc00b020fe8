package org.vexfs.trace.config;

/** Which of what the module did a window answers for. */
public enum Attribution {
    /** Everything, whoever made the module do it. */
    MODULE,
    /** What the process of the test made it do. */
    PROCESS,
    /** What the thread of the test made it do; work that the module hands to another thread is not included. */
    THREAD
}
