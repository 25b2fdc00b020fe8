package org.vexfs.trace.assertions;

import static org.assertj.core.api.BDDAssertions.then;
import static org.assertj.core.api.BDDAssertions.thenThrownBy;
import static org.vexfs.trace.assertions.VexfsTraceBDDAssertions.then;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.Traces;
import org.vexfs.trace.junit.VexfsTrace;

class VexfsTraceBDDAssertionsTests {

    private final VexfsTrace clean = Traces.captured("VectorStoreIT.deleteFreesWhatInsertAllocates");
    private final VexfsTrace leaky = Traces.captured("LeakyIT.losesThreeObjects");

    @Test
    void theyPassAndFailAsTheOthersDo() {
        then(clean).noLeaks().noDoubleFree().isComplete();

        thenThrownBy(() -> then(leaky).as("after insert").noLeaks())
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[after insert] LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects");
        thenThrownBy(() -> then(leaky).operation("vexfs_read").noErrors()).isInstanceOf(InconclusiveTraceError.class);
    }

    @Test
    void theyStandBesideThoseOfAssertJ() {
        then(leaky.leaks()).hasSize(1);
        then(leaky).noDoubleFree();
    }
}
