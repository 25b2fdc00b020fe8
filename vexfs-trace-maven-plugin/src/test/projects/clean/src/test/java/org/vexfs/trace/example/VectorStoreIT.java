package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = MEMORY)
class VectorStoreIT {

    @Test
    void deleteFreesWhatInsertAllocates(VexfsTrace trace) {}

    @Test
    void updateFreesTheOldVector(VexfsTrace trace) {}

    @Test
    void searchFindsTheNearestAndKeepsNothing(VexfsTrace trace) {}

    @Test
    void graphAndHashAreFreedWithTheirVectors(VexfsTrace trace) {}

    @Test
    void theCacheIsFreedByClear(VexfsTrace trace) {}
}
