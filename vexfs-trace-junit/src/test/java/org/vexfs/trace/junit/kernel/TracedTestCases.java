package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Traced tests of every outcome. */
@TraceVexfs(script = MEMORY)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TracedTestCases {

    @Test
    @Order(1)
    void clean(VexfsTrace trace) throws IOException {
        ExampleModule.command("insert 1 1 2 3");
        ExampleModule.command("delete 1");
        assertThat(trace)
                .noLeaks()
                .noDoubleFree()
                .noInvalidFree()
                .noKernelWarnings()
                .isComplete();
    }

    @Test
    @Order(2)
    void leaky(VexfsTrace trace) throws IOException {
        ExampleModule.command("leak 512 2");
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(3)
    void leakyAndBroken() throws IOException {
        ExampleModule.command("leak 512");
        throw new IllegalStateException("broken");
    }

    @Test
    @Order(4)
    void idle(VexfsTrace trace) {
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(5)
    void losesItsBpftrace(VexfsTrace trace) throws Exception {
        ExampleModule.command("stat");
        ProcessHandle bpftrace = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/bpftrace"))
                .findFirst()
                .orElseThrow();
        bpftrace.destroyForcibly();
        bpftrace.onExit().get(30, TimeUnit.SECONDS);
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(6)
    void cleanAgain(VexfsTrace trace) throws IOException {
        ExampleModule.command("stat");
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(7)
    void cannotUnloadTheModule(VexfsTrace trace) throws Exception {
        org.assertj.core.api.Assertions.assertThat(LoadedModule.refusal()).contains("in use");
        ExampleModule.command("leak 300 3");
        assertThat(trace).noLeaks();
    }
}
