package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTests {

    private static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");

    @Test
    void oneLikeItDiffersInNothing() {
        assertThat(HERE.differences(HERE)).isEmpty();
    }

    @Test
    void anotherBuildOfTheModuleIsWhatIsCompared() {
        assertThat(HERE.differences(new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "C3D4", "0.23.2")))
                .isEmpty();
    }

    @Test
    void everyDifferenceIsNamed() {
        assertThat(HERE.differences(new Environment("7.0", "arm64", "Neoverse", "none", "other", "A1B2", "0.27.0")))
                .containsExactly(
                        "the kernel was 6.12, is 7.0",
                        "the architecture was amd64, is arm64",
                        "the CPU was EPYC, is Neoverse",
                        "the virtualisation was qemu, is none",
                        "the module was vexfs, is other",
                        "the bpftrace was 0.23.2, is 0.27.0");
    }

    @Test
    void whatIsNotKnownIsNotKnownToBeTheSame() {
        assertThat(Environment.NONE.differences(Environment.NONE))
                .contains("the CPU was unknown, is unknown")
                .hasSize(6);
    }
}
