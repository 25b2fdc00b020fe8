package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Two tests that leak at the same time, each within the other's window. */
@TraceVexfs(script = MEMORY, attribution = Attribution.THREAD)
@Execution(ExecutionMode.CONCURRENT)
class ConcurrentTestCases {

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Test
    void leaksTwo(VexfsTrace trace) throws Exception {
        leak("leak 100 2", trace);
    }

    @Test
    void leaksThree(VexfsTrace trace) throws Exception {
        leak("leak 300 3", trace);
    }

    private static void leak(String command, VexfsTrace trace) throws Exception {
        BOTH.await(240, TimeUnit.SECONDS);
        ExampleModule.command(command);
        BOTH.await(240, TimeUnit.SECONDS);
        assertThat(trace).noLeaks();
    }
}
