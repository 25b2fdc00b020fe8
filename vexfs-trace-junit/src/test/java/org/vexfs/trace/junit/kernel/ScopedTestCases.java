package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;
import static org.vexfs.trace.junit.Script.PERFORMANCE;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.vexfs.trace.config.Isolation;
import org.vexfs.trace.junit.ExpectNoLeaks;
import org.vexfs.trace.junit.Scope;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Windows of classes, dynamic tests and parts of tests, and a bpftrace for one test alone. */
class ScopedTestCases {

    @Nested
    @TraceVexfs(script = MEMORY, scope = Scope.CLASS)
    @ExpectNoLeaks
    class WholeClass {

        @BeforeAll
        static void leakOne(VexfsTrace trace) throws Exception {
            ExampleModule.command("leak 100 1");
            org.assertj.core.api.Assertions.assertThat(trace.allocations())
                    .filteredOn(allocation -> allocation.requestedBytes() == 100)
                    .hasSize(1);
        }

        @Test
        void leaksTwoMore() throws Exception {
            ExampleModule.command("leak 100 2");
        }

        @AfterAll
        static void leakThreeMore() throws Exception {
            ExampleModule.command("leak 100 3");
        }
    }

    @Nested
    @TraceVexfs(script = MEMORY)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class Parts {

        @Test
        @Order(1)
        void leaksOnlyBeforeItsMark(VexfsTrace trace) throws Exception {
            ExampleModule.command("leak 100 2");
            VexfsTrace.Mark warm = trace.mark("warm");
            ExampleModule.command("use kmalloc");
            assertThat(trace.since(warm)).noLeaks();
        }

        @Test
        @Order(2)
        void leaksAfterItsMark(VexfsTrace trace) throws Exception {
            VexfsTrace.Mark warm = trace.mark("warm");
            ExampleModule.command("leak 300 1");
            assertThat(trace.since(warm)).noLeaks();
        }

        @TestFactory
        @Order(3)
        Stream<DynamicTest> eachLeaksItsOwn(VexfsTrace trace) {
            return IntStream.rangeClosed(1, 3)
                    .mapToObj(number -> DynamicTest.dynamicTest("leaks " + number, () -> {
                        ExampleModule.command("leak 100 " + number);
                        assertThat(trace).noLeaks();
                    }));
        }

        @Test
        @Order(4)
        @TraceVexfs(script = MEMORY, isolation = Isolation.PER_TEST)
        void hasABpftraceOfItsOwn() throws Exception {
            ExampleModule.command("leak 100 4");
        }
    }

    @Nested
    @TraceVexfs(script = PERFORMANCE)
    class Execution {

        @BeforeEach
        void prepare() throws Exception {
            ExampleModule.command("call 5 1");
        }

        @Test
        void countsItsOwnCallsOnly(VexfsTrace trace) throws Exception {
            ExampleModule.command("call 10 1");
            assertThat(trace).operation("vexfs_fault_called1").operationCountIs(10);
        }

        @Test
        void leavesItsThreadInterrupted() throws Exception {
            ExampleModule.command("call 10 1");
            Thread.currentThread().interrupt();
        }

        @AfterEach
        void cleanUp(VexfsTrace trace) throws Exception {
            Thread.interrupted();
            ExampleModule.command("call 3 1");
            assertThat(trace).operation("vexfs_fault_called1").operationCountIs(10);
        }
    }
}
