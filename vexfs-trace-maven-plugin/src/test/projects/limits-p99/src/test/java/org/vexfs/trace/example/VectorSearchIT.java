package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.PERFORMANCE;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = PERFORMANCE)
class VectorSearchIT {

    @Test
    void searchIsFastEnough(VexfsTrace trace) {}
}
