package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = MEMORY)
public class VectorStoreIT {

    @BeforeAll
    static void open() {
        throw new AssertionError("a replay opens no device");
    }

    @AfterEach
    void clear() {
        throw new AssertionError("a replay clears no store");
    }

    @Test
    void deleteFreesWhatInsertAllocates(VexfsTrace trace) {
        throw new AssertionError("a replay runs no body: " + trace);
    }

    @Test
    void graphAndHashAreFreedWithTheirVectors(VexfsTrace trace) {
        throw new AssertionError("a replay runs no body: " + trace);
    }
}
