package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;

@TraceVexfs(script = MEMORY)
class LeakyIT {

    @Test
    void losesThreeObjects() {}
}
