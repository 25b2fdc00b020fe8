package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.Traces;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.GivenOperations;

class VexfsTraceSoftAssertionsTests {

    private final VexfsTrace trace = Traces.of(new GivenOperations()
            .calls(2, "vexfs_read", 2_000_000, 1)
            .calls("vexfs_write", 3_000_000, -5)
            .judged());

    @Test
    void everyErrorIsCollectedThoughOthersCameBefore() {
        VexfsTraceSoftAssertions softly = new VexfsTraceSoftAssertions();

        softly.assertThat(trace).noErrors().operationCountIs(4).isComplete();
        softly.assertThat(trace).p99LatencyBelow(Duration.ofSeconds(1));

        assertThat(softly.errorsCollected()).hasSize(3);
        assertThat(softly.errorsCollected().get(0)).hasMessageStartingWith("1 of 3 calls of all functions");
        assertThat(softly.errorsCollected().get(1)).hasMessageStartingWith("Some.test makes 3 calls");
        assertThat(softly.errorsCollected().get(2))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageContaining("3 calls are too few for the 99th percentile");
    }

    @Test
    void theErrorsOfAnOperationAreCollectedAndItLeadsBack() {
        VexfsTraceSoftAssertions softly = new VexfsTraceSoftAssertions();

        softly.assertThat(trace)
                .as("after write")
                .operation("vexfs_write")
                .noErrors()
                .p50LatencyBelow(Duration.ofMillis(1))
                .operationCountIs(1)
                .and()
                .operationCountIs(4);

        assertThat(softly.errorsCollected()).hasSize(3);
        assertThat(softly.errorsCollected().get(0)).hasMessageStartingWith("[after write] 1 of 1 call of vexfs_write");
        assertThat(softly.errorsCollected().get(1)).isInstanceOf(InconclusiveTraceError.class);
        assertThat(softly.errorsCollected().get(2)).hasMessageStartingWith("[after write] Some.test makes 3 calls");
    }

    @Test
    void thoseOfAssertJItselfCollectThemToo() {
        SoftAssertions softly = new SoftAssertions();

        softly.proxy(VexfsTraceAssert.class, VexfsTrace.class, trace)
                .operation("vexfs_write")
                .noErrors();

        assertThat(softly.errorsCollected()).hasSize(1);
    }

    @Test
    void aTraceThatIsMissingIsAnErrorThatIsCollected() {
        VexfsTraceSoftAssertions softly = new VexfsTraceSoftAssertions();

        softly.assertThat((VexfsTrace) null).operation("vexfs_write").noErrors();

        assertThat(softly.errorsCollected()).hasSize(1);
    }
}
