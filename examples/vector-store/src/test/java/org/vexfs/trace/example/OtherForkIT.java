package org.vexfs.trace.example;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

/** Runs in another JVM than {@link FlakyIT}, and is not blamed for what that one leaks. */
@Tag("flaky")
@TraceVexfs(script = MEMORY)
class OtherForkIT {

    @Test
    void deleteFreesWhatInsertAllocates(VexfsTrace trace) throws IOException {
        try (VectorStore store = VectorStore.open()) {
            store.insert(1, 3, 1, 4);
            store.delete(1);
        }
        assertThat(trace).noLeaks();
    }
}
