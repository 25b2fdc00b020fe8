package org.vexfs.trace.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

/**
 * The traces of one test plan: one for each module. Closed with JUnit's root store, after the plan's last test.
 *
 * <p>Nothing is started while JUnit's store computes a value; a start that failed is not tried again for each test.
 */
final class TraceSessions implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TraceSessions.class);

    /** What this JVM exits with if the kernel killed one of its threads. */
    static final int KILLED_THREAD = 86;

    private final Starter starter;
    private final Map<String, Running> running = new HashMap<>();
    private final Set<ActiveTest> underWay = ConcurrentHashMap.newKeySet();
    private final Map<TraceConfig, TraceUnavailableException> failures = new HashMap<>();
    private final Map<Path, Replay> replays = new HashMap<>();
    private final Map<Suppressing, SuppressionsInUse> suppressions = new HashMap<>();

    TraceSessions() {
        this(LiveSession::start);
    }

    TraceSessions(Starter starter) {
        this.starter = starter;
    }

    /** Opens a window on the trace of the configured module, which is started if it does not run. */
    synchronized LiveWindow open(TraceConfig config, TestId test) throws TraceUnavailableException {
        return session(config).open(test, config);
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
            requireUnused(current, config);
            stop(config.module());
            if (config.isolation() == Isolation.SHARED) {
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

    /** A trace that tells other tests what they wait for is not to be stopped; one that has died may be. */
    private void requireUnused(Running current, TraceConfig wanted) {
        List<String> users = underWay.stream()
                .filter(test -> test.config().module().equals(wanted.module()))
                .map(test -> test.test().displayName())
                .sorted()
                .toList();
        if (!users.isEmpty() && current.session().alive()) {
            throw new ExtensionConfigurationException("a test that wants " + wanted.scripts() + " of module "
                    + wanted.module() + " begins while " + String.join(", ", users) + " is under way, whose trace of "
                    + current.session().scripts() + " would have to be stopped. Remedy: give all of them the same"
                    + " configuration, and the scripts of all.");
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

    /** Learns that a test is under way. */
    void begins(ActiveTest test) {
        underWay.add(test);
    }

    /** Learns that a test's window is judged. */
    synchronized void ends(ActiveTest test) {
        underWay.remove(test);
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
        suppressions.forEach((key, inUse) -> {
            for (RunRecord.SuppressionUse use : inUse.uses(LocalDate.now(), System.currentTimeMillis())) {
                RunLog.INSTANCE.suppressed(key.outputDirectory(), use);
                if (!use.used()) {
                    LOGGER.warn("{}", use.text());
                }
            }
        });
        suppressions.clear();
        running.values().forEach(current -> current.session().close());
        running.clear();
    }

    /** Starts a trace, as {@link LiveSession#start(TraceConfig, Consumer, BiConsumer)} does. */
    @FunctionalInterface
    interface Starter {

        LiveSession start(TraceConfig config, Consumer<String> killed, BiConsumer<TestId, Alert> alerted)
                throws TraceUnavailableException;
    }

    private record Suppressing(Path file, Path outputDirectory) {}

    private record Running(TraceConfig config, LiveSession session) {

        /** A dead trace serves nobody: the next test gets a fresh one. */
        boolean serves(TraceConfig wanted) {
            return session.alive()
                    && wanted.isolation() == Isolation.SHARED
                    && config.isolation() == Isolation.SHARED
                    && config.sameProgram(wanted)
                    && session.scripts().containsAll(wanted.scripts());
        }
    }
}
