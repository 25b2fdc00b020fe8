package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** A traced test that leaks and never ends. Run in a JVM of its own. */
@TraceVexfs(script = MEMORY)
class StuckTestCases {

    @Test
    void leaksAndWaits(VexfsTrace trace) throws IOException, InterruptedException {
        ExampleModule.command("leak 777 2");
        System.out.println("ready "
                + trace.allocations().stream()
                        .filter(allocation -> allocation.requestedBytes() == 777)
                        .count());
        new CountDownLatch(1).await();
    }
}
