package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.testing.ExampleModule;

/** A traced test that makes the module oops, for which the kernel kills its thread. Run in a JVM of its own. */
@TraceVexfs(script = MEMORY)
class OopsTestCases {

    @Test
    void oopses() throws IOException {
        ExampleModule.command("leak 128 3");
        ExampleModule.command("oops");
    }
}
