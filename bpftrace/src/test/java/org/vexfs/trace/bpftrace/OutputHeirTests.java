package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputHeirTests {

    private static final String HEARTBEAT = "{\"type\": \"printf\", \"data\": \"H 1\\n\"}";
    private static final String HEARTBEATS = "while :; do printf '%s\\n' '" + HEARTBEAT + "'; sleep 0.1; done";

    @TempDir
    private Path folder;

    private Path rest;
    private Path kernelLog;

    @BeforeEach
    void nameFiles() {
        rest = folder.resolve("the rest; $(x).jsonl");
        kernelLog = folder.resolve("the log 'y'.log");
    }

    @Test
    void whatAKilledJvmHadReadAndNotHandedOnAndWhatItHadNotReadIsWrittenDown() throws Exception {
        killWhatReadsOnlyTheFirst(List.of(bpftrace().toString()));

        assertThat(rest).content().startsWith("first\nsecond\nthird\n" + HEARTBEAT + "\n");
    }

    @Test
    void aBpftraceThatDidNotGetToRunForLongerThanASecondIsWaitedFor() throws Exception {
        Path late = FakeExecutable.in(
                folder, "bpftrace", "cd '" + folder + "'\necho first\n: >told\nsleep 2.5\necho late\n" + HEARTBEATS);

        killWhatReadsOnlyTheFirst(List.of(late.toString()));

        assertThat(rest).content().startsWith("first\nlate\n" + HEARTBEAT + "\n");
    }

    @Test
    void theKernelsLogIsWrittenDownWithTheRightsOfTheCommand() throws Exception {
        Path sudo = FakeExecutable.in(
                folder, "sudo", "shift\ncase $1 in dd) echo \"6,339,5140900,-;said by $*\" ;; *) exec \"$@\" ;; esac");

        killWhatReadsOnlyTheFirst(List.of(sudo.toString(), "-n", bpftrace().toString()));

        assertThat(rest).content().startsWith("first\nsecond\nthird\n");
        assertThat(KernelLog.last(kernelLog, 1, 0, 7))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).startsWith("said by dd if=/dev/kmsg "));
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(rest, elsewhere);
        Files.createSymbolicLink(kernelLog, folder.resolve("nowhere"));

        killWhatReadsOnlyTheFirst(List.of(bpftrace().toString()));

        assertThat(elsewhere).content().isEqualTo("mine");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    /** A shell that is told not to overwrite still writes to what is no file. */
    @Test
    void aPipeOrALinkToADeviceIsNeitherWrittenToNorWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(rest, pipe);
        Files.createSymbolicLink(kernelLog, Path.of("/dev/full"));

        killWhatReadsOnlyTheFirst(List.of(bpftrace().toString()));

        assertThat(rest).isSymbolicLink();
        assertThat(kernelLog).isSymbolicLink();
    }

    @Test
    void whatIsPrintedWhileTheJvmLivesIsTheJvms() throws Exception {
        AtomicLong arrived = new AtomicLong();
        CompletableFuture<String> end = new CompletableFuture<>();
        BpftraceCommand command = new BpftraceCommand(List.of(FakeExecutable.in(
                        folder,
                        "bpftrace",
                        "until [ -e '" + folder.resolve("go") + "' ]; do sleep 0.05; done; head -c 3000000 /dev/zero")
                .toString()));
        BpftraceProcess bpftrace = BpftraceProcess.start(command, "x", reader(arrived, end));
        OutputHeir heir = OutputHeir.of(bpftrace, command, rest, kernelLog).orElseThrow();

        Files.createFile(folder.resolve("go"));

        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("bpftrace ended with exit code 0");
        assertThat(arrived).hasValue(3_000_000);
        assertThat(ProcessHandle.of(heir.pid())).isPresent();
        heir.dismiss();
    }

    @Test
    void onceDismissedItIsGoneAndLeavesNothing() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        BpftraceCommand command = new BpftraceCommand(
                List.of(FakeExecutable.in(folder, "bpftrace", HEARTBEATS).toString()));
        BpftraceProcess bpftrace = BpftraceProcess.start(command, "x", reader(new AtomicLong(), end));
        OutputHeir heir = OutputHeir.of(bpftrace, command, rest, kernelLog).orElseThrow();

        heir.dismiss();

        assertThat(ProcessHandle.of(heir.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(bpftrace.alive()).isTrue();
        bpftrace.stop(Duration.ofSeconds(30));
        end.get(30, TimeUnit.SECONDS);
        assertThat(rest).doesNotExist();
        assertThat(kernelLog).doesNotExist();
    }

    @Test
    void aBpftraceThatHasEndedHasNone() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        BpftraceCommand command = new BpftraceCommand(
                List.of(FakeExecutable.in(folder, "bpftrace", "exit 0").toString()));
        BpftraceProcess bpftrace = BpftraceProcess.start(command, "x", reader(new AtomicLong(), end));
        end.get(30, TimeUnit.SECONDS);

        Optional<OutputHeir> heir = OutputHeir.of(bpftrace, command, rest, kernelLog);

        assertThat(heir).isEmpty();
    }

    /** Prints three lines, the latter two only once it is told to, and then as bpftrace does five times a second. */
    private Path bpftrace() throws IOException {
        return FakeExecutable.in(
                folder,
                "bpftrace",
                "cd '" + folder
                        + "'\necho first\nuntil [ -e go ]; do sleep 0.05; done\necho second\necho third\n: >told\n"
                        + HEARTBEATS);
    }

    private void killWhatReadsOnlyTheFirst(List<String> bpftrace) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedJvm.class.getName(),
                rest.toString(),
                kernelLog.toString()));
        words.addAll(bpftrace);
        Process jvm = new ProcessBuilder(words)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        List<ProcessHandle> children;
        try (BufferedReader output = jvm.inputReader()) {
            String pids = output.readLine();
            assertThat(pids)
                    .as("said %s", Files.readString(folder.resolve("errors.txt")))
                    .isNotNull();
            children = Arrays.stream(pids.split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
        }
        assertThat(children).hasSize(2);
        ProcessHandle heir = children.stream()
                .filter(child -> List.of(child.info().arguments().orElseThrow()).contains(rest.toString()))
                .findFirst()
                .orElseThrow();
        Files.createFile(folder.resolve("go"));
        while (!Files.exists(folder.resolve("told"))) {
            Thread.sleep(10);
        }

        jvm.destroyForcibly().waitFor();
        OutputHeir.await(rest);

        // Who adopted it may not have noticed its end yet.
        assertThat(heir.info().arguments()).isEmpty();
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static BpftraceProcess.OutputReader reader(AtomicLong arrived, CompletableFuture<String> end) {
        return new BpftraceProcess.OutputReader() {

            @Override
            public void bytes(byte[] bytes, int length) {
                arrived.addAndGet(length);
            }

            @Override
            public void ended(String how) {
                end.complete(how);
            }
        };
    }
}
