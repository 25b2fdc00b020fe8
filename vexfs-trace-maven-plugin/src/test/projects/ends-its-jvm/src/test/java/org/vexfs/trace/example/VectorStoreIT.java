package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = MEMORY)
@ExtendWith(VectorStoreIT.EndOfTheJvm.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VectorStoreIT {

    @Test
    @Order(1)
    void updateFreesTheOldVector(VexfsTrace trace) {}

    @Test
    @Order(2)
    void theCacheIsFreedByClear(VexfsTrace trace) {}

    /** Ends the JVM within the second test, as a kill would. */
    static class EndOfTheJvm implements BeforeTestExecutionCallback {

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            if (context.getRequiredTestMethod().getName().equals("theCacheIsFreedByClear")) {
                Runtime.getRuntime().halt(134);
            }
        }
    }
}
