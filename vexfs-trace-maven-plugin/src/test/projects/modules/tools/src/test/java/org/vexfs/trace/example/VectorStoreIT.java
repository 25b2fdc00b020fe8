package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = MEMORY)
class VectorStoreIT {

    @Test
    void deleteFreesWhatInsertAllocates(VexfsTrace trace) {}
}
