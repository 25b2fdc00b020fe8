package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

class CommandTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aCommandGivesItsExitCodeAndBothOutputs() throws IOException {
        assertThat(Command.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), LONG))
                .isEqualTo(new Command(3, "out\n", "err\n"));
    }

    @Test
    void noShellReadsTheWords() throws IOException {
        assertThat(Command.run(List.of("printf", "%s|", "$(reboot)", "a b", "*", ";", "'"), LONG)
                        .out())
                .isEqualTo("$(reboot)|a b|*|;|'|");
    }

    @Test
    void aCommandHasNoInput() throws IOException {
        assertThat(Command.run(List.of("cat"), LONG)).isEqualTo(new Command(0, "", ""));
    }

    @Test
    void anOutputLargerThanAPipeIsReadWhole() throws IOException {
        String script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2";
        Command run = Command.run(List.of("sh", "-c", script), LONG);

        assertThat(run.out()).hasSize(1_000_000);
        assertThat(run.err()).hasSize(1_000_000);
    }

    @Test
    void aCommandThatIsNotThereIsReported() {
        String missing = folder.resolve("missing").toString();

        assertThatIOException()
                .isThrownBy(() -> Command.run(List.of(missing), LONG))
                .withMessageContaining(missing);
    }

    @Test
    void aCommandThatDoesNotEndInTimeIsEndedAndReported() {
        assertThatIOException()
                .isThrownBy(() -> Command.run(List.of("sleep", "60"), Duration.ofMillis(50)))
                .withMessage("'sleep 60' did not end within 0 s");
    }

    @Test
    @Timeout(60)
    @Fault("a thread that waits for a short command is interrupted")
    void anInterruptIsKept(FaultOutcome outcome) {
        Thread.currentThread().interrupt();

        assertThatIOException()
                .isThrownBy(() -> Command.run(List.of("sleep", "60"), LONG))
                .withMessage("interrupted while waiting for sleep")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertThat(Thread.interrupted()).isTrue();
    }
}
