import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.junit.HostKernel;
import org.vexfs.trace.junit.Script;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;

/** Measures what it costs a test to be traced: by the trace that its run shares, and by one of its own. */
final class TestBoundary {

    private static final int TESTS = 1_000;

    /** Rounds that do not count: in these the JVM compiles what the others run. */
    private static final int WARM_UP = 2;

    private TestBoundary() {}

    /** Prints the rows of the table: the first argument is how many rounds, the second how many traces of their own. */
    public static void main(String[] arguments) throws Exception {
        HostKernel.properties().forEach(System::setProperty);
        List<Double> cold = new ArrayList<>();
        List<Double> untraced = new ArrayList<>();
        List<Double> traced = new ArrayList<>();
        int rounds = Integer.parseInt(arguments[0]);
        for (int round = -WARM_UP; round < rounds; round++) {
            double without = median(run(Untraced.class));
            double with = median(run(Traced.class));
            if (round < 0) {
                cold.add((with - without) / 1e6);
            } else {
                untraced.add(without);
                traced.add(with);
            }
        }
        double none = median(untraced);
        double shared = median(traced);
        double own = median(tracesOfTheirOwn(Integer.parseInt(arguments[1])));
        row("not traced", none, none, shared);
        row("traced, one bpftrace for the run", shared, none, shared);
        row("traced, a bpftrace started and stopped for each test", own, none, shared);
        System.out.printf(
                Locale.ROOT,
                "%nBefore the JVM had compiled what runs here, the first thousand traced tests added %.3f ms each, the second"
                        + " thousand %.3f ms.%n",
                cold.get(0),
                cold.get(1));
        parts();
    }

    private static void row(String way, double time, double none, double shared) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.3f | %.3f |%n",
                way,
                (time - none) / (shared - none),
                time / 1e6,
                (time - none) / 1e6);
    }

    /** Runs a class's tests, and gives the time from the end of one to the end of the next. */
    private static double[] run(Class<?> tests) {
        Periods periods = new Periods();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        periods);
        if (!periods.failed.isEmpty() || periods.ends.size() != TESTS) {
            throw new IllegalStateException(periods.ends.size() + " tests of " + TESTS + " ran, and failed: "
                    + periods.failed.stream().limit(3).toList());
        }
        double[] nanos = new double[TESTS - 1];
        Arrays.setAll(nanos, i -> periods.ends.get(i + 1) - periods.ends.get(i));
        return nanos;
    }

    private static double[] tracesOfTheirOwn(int tests) throws Exception {
        double[] nanos = new double[tests];
        for (int i = 0; i < tests; i++) {
            long began = System.nanoTime();
            try (LiveSession session = HostTarget.start(config())) {
                LiveWindow window = session.open(new TestId("[test:" + i + "]", "own", 1), config());
                HostTarget.allocate().close();
                requirePassed(window);
            }
            nanos[i] = System.nanoTime() - began;
        }
        return nanos;
    }

    /** Prints what a window on a shared trace costs without JUnit. */
    private static void parts() throws Exception {
        double[] open = new double[TESTS];
        double[] close = new double[TESTS];
        double[] load = new double[TESTS];
        try (LiveSession session = HostTarget.start(config())) {
            for (int i = 0; i < TESTS; i++) {
                long began = System.nanoTime();
                TraceConfig config = config();
                long loaded = System.nanoTime();
                LiveWindow window = session.open(new TestId("[test:" + i + "]", "shared", 1), config);
                long opened = System.nanoTime();
                HostTarget.allocate().close();
                long done = System.nanoTime();
                requirePassed(window);
                close[i] = System.nanoTime() - done;
                load[i] = loaded - began;
                open[i] = opened - loaded;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nOf it: %.3f ms to open the window, %.3f ms to close and judge it; %.3f ms each time the configuration"
                        + " is read.%n",
                median(open) / 1e6,
                median(close) / 1e6,
                median(load) / 1e6);
    }

    private static TraceConfig config() {
        return ConfigLoader.load(System.getProperties(), Path.of(System.getProperty("basedir")), Map.of());
    }

    private static void requirePassed(LiveWindow window) {
        Verdict verdict = window.close().memory().orElseThrow().verdict();
        if (verdict != Verdict.PASSED) {
            throw new IllegalStateException("a window is " + verdict + "; expected PASSED, so nothing was measured");
        }
    }

    private static double median(double[] values) {
        return median(Arrays.stream(values).boxed().toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** When each test ended, and what failed. */
    private static final class Periods implements TestExecutionListener {

        private final List<Long> ends = new ArrayList<>();
        private final List<Throwable> failed = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failed::add);
            if (test.isTest()) {
                ends.add(System.nanoTime());
            }
        }
    }

    static class Untraced {

        @RepeatedTest(TESTS)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }

    /** A window in which nothing was allocated would be INCONCLUSIVE, so each test has the kernel allocate one object. */
    @TraceVexfs(script = Script.MEMORY)
    @ExtendWith(HostKernel.class)
    static class Traced {

        @RepeatedTest(TESTS)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }
}
