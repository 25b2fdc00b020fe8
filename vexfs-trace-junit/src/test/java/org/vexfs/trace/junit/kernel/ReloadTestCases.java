package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/**
 * Tests on a module that one of them loads anew while it is traced, which the kernel allows where each function has a probe
 * of its own. What an xarray allocates for the module is seen by those alone. Run in a JVM of its own.
 */
@TraceVexfs(
        script = MEMORY,
        functions = {"vexfs_take_xarray", "vexfs_give_xarray"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReloadTestCases {

    @Test
    @Order(1)
    void reloadsAndLosesWhatNoProbeSees(VexfsTrace trace) throws Exception {
        LoadedModule.unload();
        LoadedModule.load();
        ExampleModule.command("lose xarray");
        assertThat(trace).noLeaks();
    }

    @Test
    @Order(2)
    void losesItInTheNextWindow(VexfsTrace trace) throws Exception {
        ExampleModule.command("lose xarray");
        ExampleModule.command("leak 300 3");
        assertThat(trace).noLeaks();
    }
}
