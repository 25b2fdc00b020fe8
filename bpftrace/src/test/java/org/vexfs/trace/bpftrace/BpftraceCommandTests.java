package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.script.BpftraceVersion;

class BpftraceCommandTests {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "bpftrace, false, ''",
        "/usr/local/bin/bpftrace, false, ''",
        "sudo -n bpftrace, true, sudo -n",
        "/usr/bin/sudo -n -E /opt/bpftrace, true, /usr/bin/sudo -n -E",
        "sudo bpftrace, true, sudo",
        "pseudo -n bpftrace, false, ''",
    })
    void theWordsOfSudoAreThoseBeforeBpftracesOwn(String command, boolean sudo, String words) {
        BpftraceCommand parsed = new BpftraceCommand(List.of(command.split(" ")));

        assertThat(parsed.usesSudo()).isEqualTo(sudo);
        assertThat(String.join(" ", parsed.sudoWords())).isEqualTo(words);
        assertThat(parsed).hasToString(command);
    }

    @Test
    void argumentsFollowTheCommandsOwn() {
        assertThat(new BpftraceCommand(List.of("sudo", "-n", "bpftrace")).with("-f", "json"))
                .containsExactly("sudo", "-n", "bpftrace", "-f", "json");
    }

    @Test
    void aCommandWithoutWordsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BpftraceCommand(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new BpftraceCommand(List.of("bpftrace", "")));
    }

    @Test
    void theVersionIsWhatTheProgramPrints() throws IOException {
        assertThat(fake("echo bpftrace v0.23.2").version()).isEqualTo(new BpftraceVersion(0, 23, 2));
    }

    @Test
    void aProgramThatFailsOrPrintsNoVersionIsReportedWithWhatItSaid() throws IOException {
        BpftraceCommand failing = fake("echo sudo: a password is required >&2; exit 1");
        assertThatIOException()
                .isThrownBy(failing::version)
                .withMessage("'" + failing + " --version' ended with 1 and said: sudo: a password is required");

        BpftraceCommand other = fake("echo hello");
        assertThatIOException()
                .isThrownBy(other::version)
                .withMessage("'" + other + " --version' ended with 0 and said: hello");
    }

    @Test
    void tracepointsAreAskedForByPattern() throws IOException {
        assertThat(
                        fake("[ \"$*\" = '-l tracepoint:*' ] && printf 'tracepoint:kmem:kfree\\ntracepoint:task:task_rename\\n'")
                                .tracepoints())
                .containsExactlyInAnyOrder("kmem:kfree", "task:task_rename");
    }

    @ParameterizedTest
    @CsvSource({"rawtracepoint:kfree", "rawtracepoint:vmlinux:kfree"})
    void rawTracepointsAreNamedWithoutTheirModule(String printed) throws IOException {
        assertThat(fake("echo WARNING; echo " + printed).rawTracepoints()).containsExactly("kfree");
    }

    @Test
    void aProgramThatIsNotThereHasNoTracepoints() {
        assertThat(new BpftraceCommand(List.of(folder.resolve("none").toString())).tracepoints())
                .isEmpty();
    }

    @Test
    void theKernelsFilesAreReadDirectlyWithoutSudo() throws IOException {
        Path file = Files.writeString(folder.resolve("modules"), "vexfs 16384 0\n");
        var files = new BpftraceCommand(List.of("bpftrace")).kernelFiles();

        assertThat(files.read(file.toString())).isEqualTo("vexfs 16384 0\n");
        assertThat(files.list(folder.toString())).containsExactly("modules");
        assertThat(files.exists(file.toString())).isTrue();
        assertThatIOException()
                .isThrownBy(() -> files.read(folder.resolve("none").toString()));
    }

    @Test
    void theKernelsFilesAreReadThroughSudoWhereBpftraceIsStartedSo() throws IOException {
        Path file = Files.writeString(folder.resolve("modules"), "vexfs 16384 0\n");
        Path sudo = FakeExecutable.in(
                folder.resolve("bin"),
                "sudo",
                "[ \"$1\" = -n ] || exit 9\nshift\necho \"$@\" >> \"$0.log\"\nexec \"$@\"");
        var files = new BpftraceCommand(List.of(sudo.toString(), "-n", "bpftrace")).kernelFiles();

        assertThat(files.read(file.toString())).isEqualTo("vexfs 16384 0\n");
        assertThat(files.list(folder.resolve("bin").toString())).contains("sudo");
        assertThat(folder.resolve("bin/sudo.log")).hasContent("cat " + file + "\nls " + folder.resolve("bin"));
        assertThatIOException()
                .isThrownBy(() -> files.read(folder.resolve("none").toString()))
                .withMessageContaining("No such file");
    }

    private BpftraceCommand fake(String script) throws IOException {
        return new BpftraceCommand(
                List.of(FakeExecutable.in(folder, "bpftrace", script).toString()));
    }
}
