package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Tests that leak at the same time, each within the windows of all others. */
@TraceVexfs(script = MEMORY, attribution = Attribution.THREAD)
@Execution(ExecutionMode.CONCURRENT)
class ConcurrentTestCases {

    static final int TESTS = 64;

    private static final CyclicBarrier ALL = new CyclicBarrier(TESTS);

    @RepeatedTest(TESTS)
    void leaks(VexfsTrace trace, RepetitionInfo repetition) throws Exception {
        int number = repetition.getCurrentRepetition();
        ALL.await(240, TimeUnit.SECONDS);
        ExampleModule.command("leak " + bytes(number) + " " + objects(number));
        ALL.await(240, TimeUnit.SECONDS);
        assertThat(trace).noLeaks();
    }

    /** Gives the size of each object that the test of a number leaks. */
    static int bytes(int number) {
        return 100 * number;
    }

    /** Gives how many objects it leaks. */
    static int objects(int number) {
        return 1 + number % 3;
    }
}
