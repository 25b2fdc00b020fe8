package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clock of the machine, which every process on it reads. */
final class MachineClock {

    private MachineClock() {}

    static void set(Instant time) throws IOException, InterruptedException {
        Process date = new ProcessBuilder("date", "--set", time.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(date.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(date.exitValue()).isZero();
    }
}
