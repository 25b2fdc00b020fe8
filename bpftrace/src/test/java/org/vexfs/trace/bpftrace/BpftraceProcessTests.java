package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

@Timeout(60)
class BpftraceProcessTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void bpftraceIsStartedOnTheProgramWithJsonOutput() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(fake("printf '%s\\n' \"$@\""), "BEGIN { printf(\"$(x) 'y'\"); }", output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 0");
        assertThat(output.text()).isEqualTo("-f\njson\n-e\nBEGIN { printf(\"$(x) 'y'\"); }\n");
    }

    @Test
    void everythingThatItPrintsIsDelivered() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(fake("head -c 3000000 /dev/zero"), "x", output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 0");
        assertThat(output.bytes.size()).isEqualTo(3_000_000);
    }

    /** What it said is read by another thread than its end: the report must wait for both. */
    @RepeatedTest(40)
    void itsEndIsReportedWithItsExitCodeAndItsError() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(
                fake("echo 'stdin:1:1-19: WARNING: something else' >&2; echo 'ERROR: tracepoint not found: kmem:nosuch'"
                        + " >&2; echo '~~~~' >&2; exit 1"),
                "x",
                output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 1: ERROR: tracepoint not found: kmem:nosuch");
    }

    @Test
    void severalErrorsAreAllReported() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(
                fake("echo 'cannot attach kprobe, Invalid argument' >&2; echo 'ERROR: Error attaching probe' >&2; exit"
                        + " 255"),
                "x",
                output);

        assertThat(output.end())
                .isEqualTo("bpftrace ended with exit code 255: cannot attach kprobe, Invalid argument; ERROR: Error"
                        + " attaching probe");
    }

    @Test
    void withoutAnErrorTheLastThingItSaidIsReported() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(fake("echo first >&2; echo last >&2; exit 2"), "x", output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 2: last");
    }

    @Test
    void aDeathBySignalIsReportedWithItsCode() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(fake("kill -9 $$"), "x", output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 137");
    }

    @Test
    void aCommandThatCannotBeStartedIsReported() {
        BpftraceCommand missing =
                new BpftraceCommand(List.of(folder.resolve("none").toString()));

        assertThatIOException().isThrownBy(() -> BpftraceProcess.start(missing, "x", new Collected()));
    }

    @Test
    void stopEndsItInOrderAndWhatItPrintsLastIsDelivered() throws Exception {
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(
                fake("trap 'echo last words; exit 0' TERM; echo ready; while :; do sleep 0.05; done"), "x", output);
        output.awaitFirst();
        assertThat(process.alive()).isTrue();

        process.stop(LONG);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 0");
        assertThat(output.text()).isEqualTo("ready\nlast words\n");
        assertThat(process.alive()).isFalse();
    }

    @Test
    void stopEndsByForceWhatDoesNotEndInTime() throws Exception {
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(fake("trap '' TERM; echo ready; exec sleep 60"), "x", output);
        output.awaitFirst();

        process.stop(Duration.ofMillis(100));

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 137");
    }

    @Test
    void aProcessThatIsStoppedIsEndedByForce() throws Exception {
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(fake("echo ready; kill -s STOP $$; sleep 60"), "x", output);
        output.awaitFirst();

        process.stop(Duration.ofMillis(100));

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 137");
        assertThat(process.alive()).isFalse();
    }

    @Test
    @Fault("a thread that waits for bpftrace's end is interrupted")
    void anInterruptedStopEndsItByForceAndKeepsTheInterrupt(FaultOutcome outcome) throws Exception {
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(fake("trap '' TERM; echo ready; exec sleep 60"), "x", output);
        output.awaitFirst();

        Thread.currentThread().interrupt();
        process.stop(LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 137");
        outcome.notJudged("nothing: bpftrace is killed at once");
    }

    @Test
    void aWarningThatCameBeforeASignalIsNotItsReason() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(fake("echo 'WARNING: no memory may be locked' >&2; kill -9 $$"), "x", output);

        assertThat(output.end()).isEqualTo("bpftrace ended with exit code 137");
    }

    @Test
    void itHasNoInputAndDoesNotWriteWhereTheTestDoes() throws Exception {
        Collected output = new Collected();
        BpftraceProcess.start(
                fake("cat; for i in 0 1 2; do readlink /proc/self/fd/$i | sed 's/[0-9]//g'; done"), "x", output);
        output.end();

        assertThat(output.text().lines()).startsWith("/dev/null").noneMatch(line -> line.startsWith("/dev/pts"));
    }

    @Test
    void theProbesThatItCouldNotAttachAreTold() throws Exception {
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(
                fake("echo 'WARNING: could not attach probe kprobe:vexfs_nonexist, skipping.' >&2"), "x", output);
        output.end();

        assertThat(process.unattachedProbes())
                .containsExactly("WARNING: could not attach probe kprobe:vexfs_nonexist, skipping.");
    }

    @Test
    void itsProcessIsTheOneNamedBpftraceBehindSudo() throws Exception {
        // a copy, because what the kernel calls a script is its interpreter
        Path bpftrace = folder.resolve("bpftrace");
        Files.copy(Path.of("/bin/sleep").toRealPath(), bpftrace);
        Path sudo = FakeExecutable.in(folder, "sudo", "echo ready\n\"" + bpftrace + "\" 60 &\nwait");
        Collected output = new Collected();
        BpftraceProcess process = BpftraceProcess.start(new BpftraceCommand(List.of(sudo.toString())), "x", output);
        output.awaitFirst();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (process.pid().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        ProcessHandle found = ProcessHandle.of(process.pid().orElseThrow()).orElseThrow();

        assertThat(found.info().command()).contains(bpftrace.toString());
        found.destroy();
        assertThat(output.end()).startsWith("bpftrace ended with exit code");
    }

    private BpftraceCommand fake(String script) throws IOException {
        return new BpftraceCommand(
                List.of(FakeExecutable.in(folder, "fake", script).toString()));
    }

    private static final class Collected implements BpftraceProcess.OutputReader {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CompletableFuture<String> ended = new CompletableFuture<>();

        @Override
        public synchronized void bytes(byte[] chunk, int length) {
            bytes.write(chunk, 0, length);
            first.countDown();
        }

        @Override
        public void ended(String how) {
            ended.complete(how);
        }

        void awaitFirst() throws InterruptedException {
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
        }

        String end() throws Exception {
            return ended.get(30, TimeUnit.SECONDS);
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
