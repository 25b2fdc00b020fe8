package org.vexfs.trace.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.PERFORMANCE;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.ExpectLatency;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

/** How fast searches are. The limits are generous: the CPU of the VM is an emulated one. */
@TraceVexfs(script = PERFORMANCE)
class VectorSearchIT {

    /** With {@code -Dsearches=1000} there are enough to compare their p99 with a baseline, too. */
    private static final int SEARCHES = Integer.getInteger("searches", 100);

    private static VectorStore store;

    @BeforeAll
    static void open() throws IOException {
        store = VectorStore.open();
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
    }

    @AfterEach
    void clear() throws IOException {
        store.clear();
    }

    @Test
    @ExpectLatency(operation = "vexfs_vector_search", p50 = "1s", p99 = "10s")
    void searchIsFastEnough(VexfsTrace trace) throws IOException {
        store.fill(100, 8, 42);
        for (int i = 0; i < SEARCHES; i++) {
            assertThat(store.search(1, 1, 2, 3, 4, 5, 6, 7, 8)).hasSize(1);
        }

        assertThat(trace)
                .isComplete()
                .noErrors()
                .operation("vexfs_vector_search")
                .operationCountIs(SEARCHES)
                .p95LatencyBelow(Duration.ofSeconds(10));
    }

    @Test
    void theSecondLookUpIsAHit(VexfsTrace trace) throws IOException {
        store.insert(1, 5, 5);
        store.lookUp(1);
        store.lookUp(1);

        assertThat(trace.cache().hits()).isEqualTo(1);
        assertThat(trace).cacheHitRateAbove(49);
    }
}
