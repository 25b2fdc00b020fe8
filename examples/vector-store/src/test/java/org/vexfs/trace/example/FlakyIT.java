package org.vexfs.trace.example;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

/** Makes the module leak at its first attempt and not at its second: Failsafe calls it flaky, and the build fails. */
@Tag("flaky")
@TraceVexfs(script = MEMORY)
class FlakyIT {

    private static int attempts;

    @Test
    void losesTwoObjectsAtFirst(VexfsTrace trace) throws IOException {
        try (VectorStore store = VectorStore.open()) {
            store.insert(1, 3, 1, 4);
            store.delete(1);
            if (++attempts == 1) {
                store.command("leak 128 2");
            }
        }
        assertThat(trace).noLeaks();
    }
}
