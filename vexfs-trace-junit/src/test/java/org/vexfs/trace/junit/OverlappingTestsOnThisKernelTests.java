package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vexfs.trace.config.TraceScript.MEMORY;
import static org.vexfs.trace.config.TraceScript.PERFORMANCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.HostBpftrace;

/** Tests that run at the same time and want different traces of one module, live on this machine's own kernel. */
@BpftraceTest
@Timeout(120)
class OverlappingTestsOnThisKernelTests {

    private static final String REMEDY = ". Remedy: give all of them the same configuration, and the scripts of all.";

    @TempDir
    private Path folder;

    private final List<LiveSession> started = new CopyOnWriteArrayList<>();
    private final TraceSessions sessions = new TraceSessions((config, killed, alerted) -> {
        try {
            LiveSession session = HostTarget.start(config);
            started.add(session);
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    });

    @AfterEach
    void stop() {
        sessions.close();
    }

    @Test
    void aTestThatWantsAnotherScriptBeginsWhenTheLastThatUsesTheTraceHasEnded() throws Exception {
        ActiveTest first = inAnotherThread("first", MEMORY).get();
        ActiveTest second = inAnotherThread("second", MEMORY).get();
        Future<ActiveTest> other = inAnotherThread("other", PERFORMANCE);
        awaitWaiting(1);

        end(first);
        assertThat(other).isNotDone();
        assertThat(started).hasSize(1);
        end(second);

        assertThat(other.get().test()).isEqualTo(test("other"));
        assertThat(started).hasSize(2);
        assertThat(started.get(0).alive()).isFalse();
        assertThat(started.get(1).scripts()).containsExactlyInAnyOrder(MEMORY, PERFORMANCE);
    }

    @Test
    void thoseThatComeLaterQueueBehindItAndShareItsTrace() throws Exception {
        ActiveTest first = inAnotherThread("first", MEMORY).get();
        Future<ActiveTest> other = inAnotherThread("other", PERFORMANCE);
        awaitWaiting(1);
        Future<ActiveTest> late = inAnotherThread("late", MEMORY);
        awaitWaiting(2);

        end(first);

        assertThat(late.get().window().capture()).isEqualTo(other.get().window().capture());
        assertThat(started).hasSize(2);
        assertThat(sessions.waiting()).isZero();
    }

    @Test
    void aTestWithinAWindowQueuesBehindNobodyWhoWaitsForThat() throws Exception {
        ActiveTest around = inAnotherThread("around", MEMORY).get();
        Future<ActiveTest> other = inAnotherThread("other", PERFORMANCE);
        awaitWaiting(1);

        ActiveTest within = inAnotherThread("around/within", MEMORY).get();

        assertThat(within.window().capture()).isEqualTo(around.window().capture());
        end(within);
        end(around);
        assertThat(other.get().test()).isEqualTo(test("other"));
    }

    @Test
    void aTestWithinAWindowIsRefusedWhatWouldHaveToCloseThat() throws Exception {
        inAnotherThread("around", MEMORY).get();

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> begin("around/within", PERFORMANCE, "10min"))
                .withMessage("around/within wants [PERFORMANCE] of module host traced, for which the trace of [MEMORY]"
                        + " would have to be stopped; around is under way and cannot end before it" + REMEDY);
    }

    @Test
    void soIsOneOnTheThreadOfAnotherThatIsUnderWay() throws Exception {
        begin("stolen from", MEMORY, "10min");

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> begin("stolen", PERFORMANCE, "10min"))
                .withMessageContaining("; stolen from is under way and cannot end before it");
    }

    @Test
    void whoWaitedTooLongIsToldForWhom() throws Exception {
        inAnotherThread("first", MEMORY).get();
        inAnotherThread("second", MEMORY).get();

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> begin("other", PERFORMANCE, "50ms"))
                .withMessage(
                        "other wants [PERFORMANCE] of module host traced, for which the trace of [MEMORY] would have"
                                + " to be stopped; first, second did not end within 50 ms (bpftrace.lock_timeout)"
                                + REMEDY);
        assertThat(sessions.waiting()).isZero();
        assertThat(started.get(0).alive()).isTrue();
    }

    @Test
    void soIsWhoQueuedTooLong() throws Exception {
        inAnotherThread("first", MEMORY).get();
        inAnotherThread("other", PERFORMANCE);
        awaitWaiting(1);

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> begin("late", MEMORY, "50ms"))
                .withMessage("late waited behind other, which waits for another trace of module host and did not begin"
                        + " within 50 ms (bpftrace.lock_timeout)" + REMEDY);
    }

    @Test
    void whoStillWaitsWhenTheTestPlanEndsStartsNoTrace() throws Exception {
        inAnotherThread("first", MEMORY).get();
        Future<ActiveTest> other = inAnotherThread("other", PERFORMANCE);
        awaitWaiting(1);

        sessions.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(other::get)
                .withCauseInstanceOf(ExtensionConfigurationException.class)
                .withMessageContaining("other did not begin to trace before its test plan ended");
        assertThat(started).hasSize(1);
        assertThat(started.get(0).alive()).isFalse();
    }

    @Test
    @Fault("a test is interrupted that waits for others to end")
    void anInterruptedWaitKeepsTheInterruptFlag(FaultOutcome outcome) throws Exception {
        inAnotherThread("first", MEMORY).get();
        Thread waiter = Thread.currentThread();
        inAnotherThread(() -> {
            awaitWaiting(1);
            waiter.interrupt();
            return null;
        });

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> begin("other", PERFORMANCE, "10min"))
                .withMessageContaining("; first did not end before this test was interrupted")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aTestThatFindsItsThreadInterruptedWaitsAllTheSame() throws Exception {
        ActiveTest first = inAnotherThread("first", MEMORY).get();
        inAnotherThread(() -> {
            awaitWaiting(1);
            end(first);
            return null;
        });

        Thread.currentThread().interrupt();
        begin("other", PERFORMANCE, "10min");

        assertThat(Thread.interrupted()).isTrue();
    }

    private Future<ActiveTest> inAnotherThread(String name, TraceScript script) {
        return inAnotherThread(() -> begin(name, script, "10min"));
    }

    /** Each in a new one: what is under way on a thread lies around what begins on it. */
    private static <T> Future<T> inAnotherThread(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private ActiveTest begin(String name, TraceScript script, String lockTimeout) throws TraceUnavailableException {
        return sessions.open(config(script, lockTimeout), test(name), SuppressionsInUse.none());
    }

    private void end(ActiveTest test) {
        test.close();
        sessions.ends(test);
    }

    private void awaitWaiting(int tests) {
        while (sessions.waiting() < tests) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
    }

    private static TestId test(String name) {
        return new TestId("[test:" + name.replace("/", "]/[test:") + "]", name, 1);
    }

    private TraceConfig config(TraceScript script, String lockTimeout) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "module",
                "host",
                "scripts",
                script.name(),
                "attribution",
                "THREAD",
                "bpftrace.command",
                HostBpftrace.command().toString(),
                "bpftrace.lock_timeout",
                lockTimeout));
        return ConfigLoader.load(new Properties(), folder, overrides);
    }
}
