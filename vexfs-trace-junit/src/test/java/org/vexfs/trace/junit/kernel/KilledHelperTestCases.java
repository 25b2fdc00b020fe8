package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.testing.ExampleModule;

/** A traced test that waits for a thread that the kernel kills. Run in a JVM of its own. */
@TraceVexfs(script = MEMORY)
class KilledHelperTestCases {

    @Test
    void waitsForTheOneThatFreesTwice() throws InterruptedException {
        Thread helper = new Thread(KilledHelperTestCases::freeTwice);
        helper.start();
        helper.join();
    }

    private static void freeTwice() {
        try {
            ExampleModule.command("double_now 64");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
