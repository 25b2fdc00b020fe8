package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;
import static org.vexfs.trace.junit.Script.PERFORMANCE;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Tests within which the machine's clock is set. Run in a JVM of its own. */
@TraceVexfs(script = {MEMORY, PERFORMANCE})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClockStepTestCases {

    /** Far above what a call takes on an emulated CPU, and far below what the clock is set by. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    @Order(1)
    void leaksWhileItGoesADayForward(VexfsTrace trace) throws Exception {
        ExampleModule.command("leak 128 2");
        MachineClock.set(Instant.now().plus(Duration.ofDays(1)));
        callsAreTimed(trace);
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(2)
    void isCleanWhileItGoesTwoDaysBack(VexfsTrace trace) throws Exception {
        ExampleModule.command("use kmalloc");
        MachineClock.set(Instant.now().minus(Duration.ofDays(2)));
        callsAreTimed(trace);
        assertThat(trace).noLeaks().noDoubleFree();
    }

    @Test
    @Order(3)
    void leaksAfterIt(VexfsTrace trace) throws Exception {
        ExampleModule.command("leak 128 3");
        assertThat(trace).noLeaks();
    }

    private static void callsAreTimed(VexfsTrace trace) throws Exception {
        ExampleModule.command("call 200 1");
        assertThat(trace).operation("vexfs_fault_called1").operationCountIs(200).p99LatencyBelow(LONG);
    }
}
