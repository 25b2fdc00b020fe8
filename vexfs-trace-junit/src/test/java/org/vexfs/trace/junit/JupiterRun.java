package org.vexfs.trace.junit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs test classes through JUnit's launcher, with the listener that is registered as a service, and keeps what came of
 * each test. System properties are set for the run and put back after it.
 */
public final class JupiterRun implements TestExecutionListener {

    private static final int MOST_ATTEMPTS = 5;

    private final Map<String, TestExecutionResult> results = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> entries = new ConcurrentHashMap<>();
    private final Map<String, List<Path>> files = new ConcurrentHashMap<>();
    private final SummaryGeneratingListener summary = new SummaryGeneratingListener();

    private JupiterRun() {}

    /** Runs one class in a project's folder. */
    public static JupiterRun of(Class<?> tests, Path folder, Map<String, String> properties) {
        return of(List.of(tests), folder, properties);
    }

    /** Runs classes in a project's folder, as one test plan. */
    public static JupiterRun of(List<Class<?>> tests, Path folder, Map<String, String> properties) {
        JupiterRun run = new JupiterRun();
        Properties before = (Properties) System.getProperties().clone();
        System.setProperty("basedir", folder.toString());
        System.setProperty(
                "junit.platform.reporting.output.dir", folder.resolve("target").toString());
        properties.forEach(System::setProperty);
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(tests.stream()
                                            .map(DiscoverySelectors::selectClass)
                                            .toList())
                                    .build(),
                            run,
                            run.summary);
        } finally {
            System.setProperties(before);
        }
        return run;
    }

    /**
     * Runs one class like {@link #of(Class, Path, Map)}; again, while something in it is inconclusive: the kernel skips a
     * program that interrupts another, of which the trace says that it cannot tell, and to run the test again.
     */
    public static JupiterRun conclusive(Class<?> tests, Path folder, Map<String, String> properties) {
        JupiterRun run = of(tests, folder, properties);
        for (int attempt = 2; attempt <= MOST_ATTEMPTS && run.isInconclusive(); attempt++) {
            run = of(tests, folder, properties);
        }
        return run;
    }

    private boolean isInconclusive() {
        return results.values().stream()
                .anyMatch(result -> result.getThrowable().orElse(null) instanceof InconclusiveTraceError);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        results.put(name(test), result);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entries.computeIfAbsent(name(test), name -> new LinkedHashMap<>()).putAll(entry.getKeyValuePairs());
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        files.computeIfAbsent(name(test), name -> new CopyOnWriteArrayList<>()).add(file.getPath());
    }

    private static String name(TestIdentifier test) {
        String name = test.getDisplayName();
        boolean method = test.isTest() && name.indexOf('(') > 0;
        return method ? name.substring(0, name.indexOf('(')) : name;
    }

    /** Gives whether something of that name ended. */
    public boolean knows(String method) {
        return results.containsKey(method);
    }

    /** Fails, with what the test method threw, unless it succeeded. */
    public void assertSucceeded(String method) {
        TestExecutionResult result = results.get(method);
        if (result == null || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            throw new AssertionError(
                    method + " ended with " + result + " of " + results.keySet(),
                    result == null ? null : result.getThrowable().orElse(null));
        }
    }

    /** Gives how a test method ended, or what JUnit shows under that name. */
    public TestExecutionResult.Status status(String method) {
        return results.get(method).getStatus();
    }

    /** Gives what a test method threw. */
    public Throwable failure(String method) {
        return results.get(method).getThrowable().orElseThrow();
    }

    /** Gives the report entries that a test method published, in order. */
    public Map<String, String> entries(String method) {
        return entries.getOrDefault(method, Map.of());
    }

    /** Gives the files that a test method published, in order. */
    public List<Path> files(String method) {
        return files.getOrDefault(method, List.of());
    }

    public TestExecutionSummary summary() {
        return summary.getSummary();
    }
}
