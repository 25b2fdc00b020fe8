package org.vexfs.trace.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What needs no module. */
class VectorStoreTest {

    @Test
    void readsTheIdsOfAnAnswer() {
        assertThat(VectorStore.ids("7 0\n12 25\n")).containsExactly(7L, 12L);
    }

    @Test
    void writesAVectorAsTheModuleReadsIt() {
        assertThat(VectorStore.join(1, -2, 3)).isEqualTo("1 -2 3");
    }
}
