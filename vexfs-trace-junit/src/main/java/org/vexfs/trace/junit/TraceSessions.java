package org.vexfs.trace.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.Isolation;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.report.AlertText;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.session.CaptureException;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.session.Uninterrupted;

/**
 * The traces of one test plan: one for each module. Closed with JUnit's root store, after the plan's last test.
 *
 * <p>Nothing is started while JUnit's store computes a value; a start that failed is not tried again for each test.
 */
final class TraceSessions implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TraceSessions.class);

    /** What this JVM exits with if the kernel killed one of its threads. */
    static final int KILLED_THREAD = 86;

    private static final String REMEDY = ". Remedy: give all of them the same configuration, and the scripts of all.";

    private final Starter starter;
    private final Map<String, Running> running = new HashMap<>();
    private final Set<ActiveTest> underWay = ConcurrentHashMap.newKeySet();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<TraceConfig, TraceUnavailableException> failures = new HashMap<>();
    private final Map<Path, Replay> replays = new HashMap<>();
    private final Map<Suppressing, SuppressionsInUse> suppressions = new HashMap<>();
    private boolean closed;

    TraceSessions() {
        this(LiveSession::start);
    }

    TraceSessions(Starter starter) {
        this.starter = starter;
    }

    /**
     * Begins a test with a window on the trace of the configured module, which is started if it does not run.
     *
     * <p>If the running trace does not tell what the test wants, the test waits until no other uses it. Whoever comes after
     * it waits behind it, so that it gets its turn, unless that test is within the window of one that uses the trace.
     *
     * @throws ExtensionConfigurationException if the trace is still in use after the time that {@code bpftrace.lock_timeout}
     *     gives, is used by a test or class that cannot end before this test, or if the test plan ended meanwhile
     */
    synchronized ActiveTest open(TraceConfig config, TestId test, SuppressionsInUse suppressed)
            throws TraceUnavailableException {
        awaitTurn(config, test);
        if (closed) {
            // A trace that starts now has nobody left who ends it.
            throw new ExtensionConfigurationException(
                    test.displayName() + " did not begin to trace before its test plan ended");
        }
        LiveWindow window = Uninterrupted.call(() -> session(config).open(test, config));
        ActiveTest active = new ActiveTest(config, test, window, Optional.of(window), suppressed);
        underWay.add(active);
        return active;
    }

    private void awaitTurn(TraceConfig config, TestId test) {
        List<ActiveTest> around =
                users(config).filter(user -> user.isAround(test)).toList();
        if (mayOpen(config) && (ahead(config).isEmpty() || !around.isEmpty())) {
            return;
        }
        if (!around.isEmpty()) {
            throw inTheWay(config, test, around.stream(), "is under way and cannot end before it");
        }
        Waiting self = new Waiting(config, test);
        waiting.add(self);
        try {
            Uninterrupted.call(() -> {
                awaitTurn(self);
                return null;
            });
        } finally {
            waiting.remove(self);
            notifyAll();
        }
    }

    /** Waits with the monitor free, which a test that ends needs. */
    private void awaitTurn(Waiting self) {
        Duration timeout = self.config().lockTimeout();
        long began = System.nanoTime();
        LOGGER.info(
                "{} waits up to {} s for {}",
                self.test().displayName(),
                timeout.toSeconds(),
                names(users(self.config())));
        while (!closed && !(mayOpen(self.config()) && isNext(self))) {
            long left = TimeUnit.NANOSECONDS.toMillis(timeout.toNanos() - (System.nanoTime() - began));
            if (left <= 0) {
                throw stillUsed(self, "within " + timeout.toMillis() + " ms (bpftrace.lock_timeout)");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stillUsed(self, "before this test was interrupted");
            }
        }
    }

    private ExtensionConfigurationException stillUsed(Waiting self, String when) {
        if (!mayOpen(self.config())) {
            return inTheWay(self.config(), self.test(), users(self.config()), "did not end " + when);
        }
        return new ExtensionConfigurationException(self.test().displayName() + " waited behind "
                + ahead(self.config()).orElseThrow().test().displayName() + ", which waits for another trace of module "
                + self.config().module() + " and did not begin " + when + REMEDY);
    }

    private boolean isNext(Waiting self) {
        return ahead(self.config()).filter(self::equals).isPresent();
    }

    private Optional<Waiting> ahead(TraceConfig config) {
        return waiting.stream()
                .filter(other -> other.config().module().equals(config.module()))
                .findFirst();
    }

    /** A trace that tells other tests what they wait for is not to be stopped; one that has died may be. */
    private boolean mayOpen(TraceConfig config) {
        Running current = running.get(config.module());
        return current == null
                || current.serves(config)
                || failures.containsKey(config)
                || !current.session().alive()
                || users(config).findAny().isEmpty();
    }

    private Stream<ActiveTest> users(TraceConfig config) {
        return underWay.stream().filter(test -> test.config().module().equals(config.module()));
    }

    private static String names(Stream<ActiveTest> tests) {
        return tests.map(test -> test.test().displayName()).sorted().collect(Collectors.joining(", "));
    }

    private ExtensionConfigurationException inTheWay(
            TraceConfig wanted, TestId test, Stream<ActiveTest> users, String how) {
        return new ExtensionConfigurationException(test.displayName() + " wants " + wanted.scripts() + " of module "
                + wanted.module() + " traced, for which the trace of "
                + running.get(wanted.module()).session().scripts() + " would have to be stopped; " + names(users) + " "
                + how + REMEDY);
    }

    private LiveSession session(TraceConfig config) throws TraceUnavailableException {
        TraceUnavailableException failure = failures.get(config);
        if (failure != null) {
            throw failure;
        }
        Running current = running.get(config.module());
        if (current != null && current.serves(config)) {
            return current.session();
        }
        TraceConfig started = config;
        if (current != null) {
            stop(config.module());
            if (config.isolation() == Isolation.SHARED
                    && !config.tracesCustomScript()
                    && !current.config().tracesCustomScript()) {
                // Who alternates between scripts gets one program of both.
                started = config.withScripts(
                        union(config.scripts(), current.config().scripts()));
            }
        }
        try {
            LiveSession session = starter.start(
                    started, this::threadKilled, (test, alert) -> LOGGER.warn("{}", AlertText.of(test, alert)));
            running.put(config.module(), new Running(started, session));
            return session;
        } catch (TraceUnavailableException e) {
            failures.put(config, e);
            throw e;
        }
    }

    private void stop(String module) {
        running.remove(module).session().close();
    }

    private static Set<TraceScript> union(Set<TraceScript> first, Set<TraceScript> second) {
        Set<TraceScript> both = EnumSet.copyOf(first);
        both.addAll(second);
        return both;
    }

    /** Gives how many tests wait for a trace to be unused. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Learns that a test's window is judged. */
    synchronized void ends(ActiveTest test) {
        underWay.remove(test);
        notifyAll();
        if (test.live().isPresent()
                && test.config().isolation() == Isolation.PER_TEST
                && running.containsKey(test.config().module())) {
            stop(test.config().module());
        }
    }

    /**
     * Writes down what is known of the tests under way, and ends this JVM: whoever waits for a thread that the kernel
     * killed, or for a lock that it held, waits for ever.
     */
    private void threadKilled(String why) {
        try {
            LOGGER.error(
                    "{}. This JVM cannot go on and exits with status {}; see the build's check for what was found",
                    why,
                    KILLED_THREAD);
            for (ActiveTest test : underWay) {
                test.live().ifPresent(window -> test.record(test.suppressed(window.abandon(why))));
            }
            close();
        } catch (RuntimeException e) {
            LOGGER.error("what was found could not be written down", e);
        } finally {
            Runtime.getRuntime().halt(KILLED_THREAD);
        }
    }

    /** Finds the window of a test in the captures of a live run. */
    ReplayedWindow replay(TraceConfig config, TestId test) {
        Path folder = config.outputDirectory();
        return replay(folder)
                .window(test.uniqueId(), test.attempt())
                .orElseThrow(() -> new ExtensionConfigurationException("the captures in " + folder
                        + " have no window of " + test.displayName() + " (" + test.uniqueId() + ", attempt "
                        + test.attempt()
                        + "). Remedy: trace it live once, or replay only tests that were traced."));
    }

    /** Finds the windows of the dynamic tests that a factory made in the same run of it, in order. */
    List<ReplayedWindow> replayedBelow(TraceConfig config, TestId factory) {
        Replay replay = replay(config.outputDirectory());
        int attempt = replay.window(factory.uniqueId(), factory.attempt())
                .map(window -> window.test().attempt())
                .orElse(factory.attempt());
        return replay.windows().stream()
                .filter(window -> window.test().attempt() == attempt
                        && window.test().uniqueId().startsWith(factory.uniqueId() + "/"))
                .toList();
    }

    private synchronized Replay replay(Path folder) {
        try {
            Replay replay = replays.get(folder);
            if (replay == null) {
                replay = Replay.ofFolder(folder);
                replays.put(folder, replay);
            }
            return replay;
        } catch (IOException | CaptureException e) {
            throw new ExtensionConfigurationException("cannot replay: " + e.getMessage(), e);
        }
    }

    /** Gives what the configured file of suppressions has; it is read once in a test plan. */
    synchronized SuppressionsInUse suppressions(TraceConfig config) {
        if (config.suppressions().isEmpty()) {
            return SuppressionsInUse.none();
        }
        Suppressing key = new Suppressing(config.suppressions().get(), config.outputDirectory());
        SuppressionsInUse inUse = suppressions.get(key);
        if (inUse == null) {
            try {
                inUse = SuppressionsInUse.of(key.file());
            } catch (ConfigurationException e) {
                throw new ExtensionConfigurationException("vexfs-trace: " + e.getMessage(), e);
            }
            suppressions.put(key, inUse);
        }
        return inUse;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        suppressions.forEach((key, inUse) -> {
            for (RunRecord.SuppressionUse use : inUse.uses(LocalDate.now(), RunLog.INSTANCE.now())) {
                RunLog.INSTANCE.suppressed(key.outputDirectory(), use);
                if (!use.used()) {
                    LOGGER.warn("{}", use.text());
                }
            }
        });
        suppressions.clear();
        running.values().forEach(current -> current.session().close());
        running.clear();
        RunLog.INSTANCE.closeFiles();
    }

    /** Starts a trace, as {@link LiveSession#start(TraceConfig, Consumer, BiConsumer)} does. */
    @FunctionalInterface
    interface Starter {

        LiveSession start(TraceConfig config, Consumer<String> killed, BiConsumer<TestId, Alert> alerted)
                throws TraceUnavailableException;
    }

    /** A test that waits until no other uses the trace that runs, and what it wants traced. */
    private record Waiting(TraceConfig config, TestId test) {}

    private record Suppressing(Path file, Path outputDirectory) {}

    private record Running(TraceConfig config, LiveSession session) {

        /** One that is dead, or whose probes are, serves nobody: the next test gets a fresh one. */
        boolean serves(TraceConfig wanted) {
            return session.alive()
                    && !session.lostProbes()
                    && wanted.isolation() == Isolation.SHARED
                    && config.isolation() == Isolation.SHARED
                    && config.sameProgram(wanted)
                    && session.scripts().containsAll(wanted.scripts());
        }
    }
}
