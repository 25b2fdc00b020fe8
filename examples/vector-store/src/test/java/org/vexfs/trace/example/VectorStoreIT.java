package org.vexfs.trace.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;

@TraceVexfs(script = MEMORY)
class VectorStoreIT {

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
    void deleteFreesWhatInsertAllocates(VexfsTrace trace) throws IOException {
        store.insert(1, 3, 1, 4, 1, 5);
        store.delete(1);

        assertThat(trace).noLeaks().noDoubleFree().isComplete();
        assertThat(trace.allocations()).isNotEmpty();
    }

    @Test
    void updateFreesTheOldVector(VexfsTrace trace) throws IOException {
        store.insert(1, 3, 1, 4);
        store.update(1, 2, 7, 1);
        store.delete(1);

        assertThat(trace).noLeaks().noDoubleFree();
    }

    @Test
    void searchFindsTheNearestAndKeepsNothing(VexfsTrace trace) throws IOException {
        store.insert(1, 0, 0);
        store.insert(2, 10, 10);

        assertThat(store.search(1, 9, 9)).containsExactly(2L);

        store.clear();
        assertThat(trace).noLeaks().noDoubleFree();
    }

    @Test
    void graphAndHashAreFreedWithTheirVectors(VexfsTrace trace) throws IOException {
        store.fill(200, 16, 42);
        store.buildGraph();
        assertThat(store.searchGraph(5, new int[16])).hasSize(5);
        store.searchHash(5, new int[16]);

        store.clear();
        assertThat(trace).noLeaks().noDoubleFree();
    }

    @Test
    void theCacheIsFreedByClear(VexfsTrace trace) throws IOException {
        store.insert(1, 5, 5);
        assertThat(store.lookUp(1)).isFalse();
        assertThat(store.lookUp(1)).isTrue();

        store.clear();
        assertThat(trace).noLeaks().noDoubleFree();
    }
}
