package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

@Timeout(60)
class MachineLockTests {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theHolderIsNamedInTheLock() throws Exception {
        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            assertThat(Files.readString(folder.resolve("vexfs-trace-vexfs.lock")))
                    .startsWith("process " + ProcessHandle.current().pid() + " in ")
                    .contains(" since ");
        }
    }

    @Test
    void whoComesSecondIsToldWhomItWaitedFor() throws Exception {
        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> MachineLock.acquire(folder, "vexfs", SHORT))
                    .withMessageStartingWith("the module is traced by process "
                            + ProcessHandle.current().pid() + " in ")
                    .withMessageContaining("which did not end within 0 s")
                    .withMessageEndingWith("Remedy: let it end, or raise bpftrace.lock_timeout.");
        }
    }

    @Test
    void whoComesSecondGetsItWhenTheFirstGivesItBack() throws Exception {
        MachineLock first = MachineLock.acquire(folder, "vexfs", SHORT);
        FutureTask<MachineLock> second = new FutureTask<>(() -> MachineLock.acquire(folder, "vexfs", LONG));
        Thread thread = new Thread(second);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && !second.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(second.isDone()).isFalse();

        first.close();

        try (MachineLock got = second.get(30, TimeUnit.SECONDS)) {
            assertThat(got).isNotNull();
        }
    }

    @Test
    void anotherBuildGetsItOnlyWhenItIsFree() throws Exception {
        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            assertThat(LockTaker.anotherJvmGets(folder, "vexfs")).isFalse();
        }
        assertThat(LockTaker.anotherJvmGets(folder, "vexfs")).isTrue();
    }

    /** The kernel drops all of a process's locks on a file when the process closes any descriptor of it. */
    @Test
    void whoWaitsInVainInTheSameJvmDoesNotBreakTheLock() throws Exception {
        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> MachineLock.acquire(folder, "vexfs", SHORT));

            assertThat(LockTaker.anotherJvmGets(folder, "vexfs")).isFalse();
        }
    }

    @Test
    void givingItBackTwiceDoesNotLetTwoIn() throws Exception {
        MachineLock first = MachineLock.acquire(folder, "vexfs", SHORT);
        first.close();
        first.close();

        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> MachineLock.acquire(folder, "vexfs", SHORT));
            assertThat(LockTaker.anotherJvmGets(folder, "vexfs")).isFalse();
        }
    }

    @Test
    void modulesHaveLocksOfTheirOwn() throws Exception {
        try (MachineLock one = MachineLock.acquire(folder, "vexfs", SHORT);
                MachineLock other = MachineLock.acquire(folder, "ext4", SHORT)) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    @Fault("a thread that waits for a module's lock is interrupted")
    void anInterruptEndsTheWaitAndIsKept(FaultOutcome outcome) throws Exception {
        try (MachineLock held = MachineLock.acquire(folder, "vexfs", SHORT)) {
            assertThat(held).isNotNull();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            AtomicBoolean kept = new AtomicBoolean();
            Thread thread = new Thread(() -> {
                try {
                    MachineLock.acquire(folder, "vexfs", LONG).close();
                    failure.complete(null);
                } catch (Exception e) {
                    kept.set(Thread.currentThread().isInterrupted());
                    failure.complete(e);
                }
            });
            thread.start();
            thread.interrupt();

            assertThat(failure.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(TraceUnavailableException.class)
                    .hasMessageContaining(", which did not end before the wait for it was interrupted (lock ")
                    .satisfies(error -> outcome.notJudged(error.getMessage()));
            assertThat(kept).isTrue();
        }
    }

    @Test
    void whatAnotherUserWroteIntoItDoesNotReachTheTerminalAsCommands() throws Exception {
        Path file = folder.resolve("vexfs-trace-vexfs.lock");
        try (FileChannel other = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            Files.writeString(file, "\u001b[2Jnobody\nAll is well.");

            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> MachineLock.acquire(folder, "vexfs", SHORT))
                    .withMessageStartingWith("the module is traced by ?[2Jnobody?All is well., which did not end");
        }
    }

    @Test
    void aFileThatHasTheLocksNameTooIsNotOverwritten() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createLink(folder.resolve("vexfs-trace-vexfs.lock"), victim);

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> MachineLock.acquire(folder, "vexfs", SHORT))
                .withMessageContaining("it is no file of one name");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void aLinkPlantedAsTheLockIsNotFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("vexfs-trace-vexfs.lock"), victim);
        Files.createSymbolicLink(folder.resolve("vexfs-trace-ext4.lock"), folder.resolve("new"));

        for (String module : new String[] {"vexfs", "ext4"}) {
            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> MachineLock.acquire(folder, module, SHORT))
                    .withMessageStartingWith("cannot open the lock ")
                    .withMessageEndingWith("Remedy: remove it if it belongs to another user.");
        }
        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aFolderThatIsMissingIsReported() {
        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> MachineLock.acquire(folder.resolve("none"), "vexfs", SHORT))
                .withMessageStartingWith("cannot open the lock ");
    }
}
