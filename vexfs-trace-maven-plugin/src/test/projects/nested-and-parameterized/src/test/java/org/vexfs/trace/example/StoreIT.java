package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.junit.TraceVexfs;

@TraceVexfs(script = MEMORY)
class StoreIT {

    @ParameterizedTest
    @ValueSource(strings = {"flat", "a <graph> & a \"hash\""})
    void insert(String index) {}

    @RepeatedTest(2)
    void searches() {}

    @Nested
    @DisplayName("when it is full")
    class WhenFull {

        @ParameterizedTest
        @ValueSource(ints = 128)
        void evicts(int dimension) {}
    }
}
