package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Tests that may run at the same time as far as they are concerned, and answer for all that the module does. */
@TraceVexfs(script = MEMORY)
@Execution(ExecutionMode.CONCURRENT)
class ExclusiveTestCases {

    static final int TESTS = 4;

    @RepeatedTest(TESTS)
    void leaks(VexfsTrace trace, RepetitionInfo repetition) throws Exception {
        int number = repetition.getCurrentRepetition();
        for (int object = 0; object < ConcurrentTestCases.objects(number); object++) {
            ExampleModule.command("leak " + ConcurrentTestCases.bytes(number) + " 1");
        }
        assertThat(trace).noLeaks();
    }
}
