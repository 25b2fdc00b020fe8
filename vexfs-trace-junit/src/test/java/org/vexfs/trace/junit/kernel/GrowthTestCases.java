package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.vexfs.trace.junit.LeakGrowthTest;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.testing.ExampleModule;

/** Growth tests that pass and fail. */
@TraceVexfs(script = MEMORY)
class GrowthTestCases {

    @LeakGrowthTest(warmup = 0, iterations = 6)
    void fillsOnce() throws IOException {
        ExampleModule.command("fill_once 300");
    }

    @LeakGrowthTest(warmup = 1, iterations = 6)
    void grows() throws IOException {
        ExampleModule.command("grow_each 64");
    }
}
