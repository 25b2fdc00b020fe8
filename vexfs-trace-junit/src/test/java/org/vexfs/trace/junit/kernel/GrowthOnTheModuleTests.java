package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** Growth tests run live through JUnit's launcher. */
@KernelTest
@Timeout(1200)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class GrowthOnTheModuleTests {

    private static JupiterRun run;

    @BeforeAll
    static void run(@TempDir Path folder) {
        run = JupiterRun.conclusive(GrowthTestCases.class, folder, ModuleSession.properties());
    }

    @AfterAll
    static void clear() throws IOException {
        ExampleModule.command("clear");
    }

    @Test
    void whatIsKeptOnceDoesNotGrow() {
        run.assertSucceeded("fillsOnce");
    }

    @Test
    void whatIsKeptByEachCallGrows() {
        assertThat(run.status("grows")).isEqualTo(FAILED);
        assertThat(run.failure("grows"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("vexfs_fault_grow_each+0x")
                .hasMessageContaining("1.00 objects, 64.0 bytes more with each iteration");
    }
}
