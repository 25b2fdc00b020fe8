package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpftraceVersionTests {

    @ParameterizedTest
    @CsvSource({
        "bpftrace v0.23.2, 0.23.2",
        "bpftrace v0.27.0, 0.27.0",
        "bpftrace v0.17.0, 0.17.0",
        "bpftrace v0.20.2-1ubuntu4.3, 0.20.2",
        "bpftrace v0.21, 0.21.0",
        "bpftrace 1.2.3, 1.2.3",
        "'warning: x\nbpftrace v0.23.2\n', 0.23.2",
    })
    void theVersionIsFoundInWhatBpftracePrints(String printed, String version) {
        assertThat(BpftraceVersion.parse(printed)).map(Object::toString).contains(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bpftrace", "0.23.2", "bpftrace vX.Y", "sudo: a password is required", "bpftrace v99999.1"})
    void whatNamesNoVersionHasNone(String printed) {
        assertThat(BpftraceVersion.parse(printed)).isEmpty();
    }

    @Test
    void versionsAreOrderedByNumberAndNotByText() {
        BpftraceVersion old = new BpftraceVersion(0, 9, 4);
        BpftraceVersion minimum = new BpftraceVersion(0, 20, 2);
        BpftraceVersion newer = new BpftraceVersion(0, 20, 10);
        BpftraceVersion major = new BpftraceVersion(1, 0, 0);

        assertThat(List.of(major, newer, old, minimum).stream().sorted()).containsExactly(old, minimum, newer, major);
        assertThat(BpftraceVersion.MINIMUM).isEqualTo(minimum);
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 2, false", "0, 21, 0, true", "0, 21, 1, true", "1, 0, 0, true"})
    void aConditionHoldsFromItsVersionOn(int major, int minor, int patch, boolean holds) {
        assertThat(new BpftraceVersion(major, minor, patch).satisfies("bpftrace 0.21"))
                .isEqualTo(holds);
    }

    @Test
    void aConditionThatNamesNoVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BpftraceVersion.MINIMUM.satisfies("bpftrace latest"))
                .withMessage("'bpftrace latest' names no version of bpftrace");
    }
}
