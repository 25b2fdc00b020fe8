package org.vexfs.trace.junit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Tells the run's log the names that Surefire reports, and how tests end. Registered as a service; JUnit creates it.
 */
public final class TracedTestListener implements TestExecutionListener {

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            MethodSource source = test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .orElse(null);
            if (source != null) {
                RunLog.INSTANCE.begins(
                        test.getUniqueId(),
                        new RunLog.Names(
                                source.getClassName(),
                                source.getMethodName(),
                                reportedName(test.getLegacyReportingName())));
            }
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            RunLog.INSTANCE.finished(test.getUniqueId(), result.getStatus().name());
        }
    }

    /** Surefire leaves out empty parentheses, and nothing else: {@code insert}, {@code insert(VexfsTrace)}, {@code rep()[1]}. */
    private static String reportedName(String legacyName) {
        return legacyName.endsWith("()") ? legacyName.substring(0, legacyName.length() - 2) : legacyName;
    }
}
