package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.KernelLogLine;

/** Process 200 has a thread 214; the folder has an entry for each that lives. */
class KilledThreadsTests {

    private static final List<String> OOPS = List.of(
            "------------[ cut here ]------------",
            "kernel BUG at mm/slub.c:634!",
            "Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI",
            "CPU: 0 UID: 0 PID: 214 Comm: main Tainted: G           O       6.12.90 #1");
    private static final List<String> WARNING = List.of(
            "WARNING: CPU: 1 PID: 214 at mm/page_alloc.c:4715 __alloc_pages_noprof+0x2e5/0x330",
            "CPU: 1 UID: 0 PID: 214 Comm: main Tainted: G           O       6.12.90 #1");

    @TempDir
    Path tasks;

    private final List<String> killed = new ArrayList<>();
    private List<String> log = OOPS;
    private int reads;
    private KilledThreads threads;

    @BeforeEach
    void watch() throws IOException {
        Files.createFile(tasks.resolve("214"));
        threads = new KilledThreads(200, tasks, this::readLog, Runnable::run, killed::add);
    }

    private List<KernelLogLine> readLog() {
        reads++;
        return log.stream().map(line -> new KernelLogLine(0, 0, 0, line)).toList();
    }

    @Test
    void aThreadThatIsGoneAfterAnOopsIsToldOnceWithTheReason() throws IOException {
        kernelSpeaksIn(200, 214);
        threadEnds();
        heartbeat();
        heartbeat();

        assertThat(killed)
                .containsExactly("the kernel killed thread 214 of the test's JVM: kernel BUG at mm/slub.c:634!");
    }

    @Test
    void aThreadThatLivesIsNoMatterWhateverTheKernelSaysInIt() {
        kernelSpeaksIn(200, 214);
        heartbeat();

        assertThat(reads).isZero();
        assertThat(killed).isEmpty();
    }

    @Test
    void aThreadThatEndsAfterAWarningEndedInOrder() throws IOException {
        log = WARNING;
        kernelSpeaksIn(200, 214);
        threadEnds();
        heartbeat();

        assertThat(reads).isOne();
        assertThat(killed).isEmpty();
    }

    @Test
    void anOopsOfAnotherThreadIsNoMatter() {
        kernelSpeaksIn(200, 201);
        heartbeat();

        assertThat(reads).isOne();
        assertThat(killed).isEmpty();
    }

    @Test
    void whatTheKernelSaysInAnotherProcessIsNoMatter() throws IOException {
        kernelSpeaksIn(300, 214);
        threadEnds();
        heartbeat();

        assertThat(reads).isZero();
    }

    private void kernelSpeaksIn(int pid, int tid) {
        threads.accept(new KernelLogLine(1, pid, tid, ""));
    }

    private void threadEnds() throws IOException {
        Files.delete(tasks.resolve("214"));
    }

    private void heartbeat() {
        threads.accept(new Heartbeat(2));
    }
}
