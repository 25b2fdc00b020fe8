package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;

/** Makes the module leak, and asserts nothing: the build fails all the same. */
@Tag("leaky")
@TraceVexfs(script = MEMORY)
class LeakyIT {

    @Test
    void losesThreeObjects() throws IOException {
        try (VectorStore store = VectorStore.open()) {
            store.command("leak 128 3");
        }
    }
}
