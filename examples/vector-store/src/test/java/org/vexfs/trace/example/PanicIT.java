package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

/** Makes the module leak, looks at that, and makes it stop the kernel: {@code examples/panic}. */
@Tag("panic")
@TraceVexfs(script = MEMORY)
class PanicIT {

    @Test
    void stopsTheKernel(VexfsTrace trace) throws IOException {
        try (VectorStore store = VectorStore.open()) {
            store.command("leak 128 3");
            System.out.println(trace.allocations().size() + " allocations so far");
            store.command("panic");
        }
    }
}
