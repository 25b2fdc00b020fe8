package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.testing.ExampleModule;

/** A traced test whose own thread the kernel kills. Run in a JVM of its own. */
@TraceVexfs(script = MEMORY)
class KilledThreadTestCases {

    @Test
    void freesTwice() throws IOException {
        ExampleModule.command("double_now 64");
    }
}
