package org.vexfs.trace.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
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

    private final Map<String, TestExecutionResult> results = new ConcurrentHashMap<>();
    private final SummaryGeneratingListener summary = new SummaryGeneratingListener();

    private JupiterRun() {}

    /** Runs one class in a project's folder. */
    public static JupiterRun of(Class<?> tests, Path folder, Map<String, String> properties) {
        JupiterRun run = new JupiterRun();
        Properties before = (Properties) System.getProperties().clone();
        System.setProperty("basedir", folder.toString());
        properties.forEach(System::setProperty);
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(tests))
                                    .build(),
                            run,
                            run.summary);
        } finally {
            System.setProperties(before);
        }
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getDisplayName();
        boolean method = test.isTest() && name.indexOf('(') > 0;
        results.put(method ? name.substring(0, name.indexOf('(')) : name, result);
    }

    /** Gives whether something of that name ended. */
    public boolean knows(String method) {
        return results.containsKey(method);
    }

    /** Gives how a test method ended, or what JUnit shows under that name. */
    public TestExecutionResult.Status status(String method) {
        return results.get(method).getStatus();
    }

    /** Gives what a test method threw. */
    public Throwable failure(String method) {
        return results.get(method).getThrowable().orElseThrow();
    }

    public TestExecutionSummary summary() {
        return summary.getSummary();
    }
}
