package org.vexfs.trace.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Tells the run's log the names that Surefire reports, and how tests end. Registered as a service; JUnit creates it.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class TracedTestListener implements TestExecutionListener {

    @Override
    public void executionStarted(TestIdentifier test) {
        String reportedName = reportedName(test.getLegacyReportingName());
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            RunLog.INSTANCE.begins(
                    test.getUniqueId(), new RunLog.Names(method.getClassName(), method.getMethodName(), reportedName));
        } else if (source instanceof ClassSource type) {
            // A class may be traced as a whole, and has no name in a report but its own.
            RunLog.INSTANCE.begins(test.getUniqueId(), new RunLog.Names(type.getClassName(), "", ""));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        RunLog.INSTANCE.finished(test.getUniqueId(), result.getStatus().name());
    }

    /** Surefire leaves out empty parentheses, and nothing else: {@code insert}, {@code insert(VexfsTrace)}, {@code rep()[1]}. */
    private static String reportedName(String legacyName) {
        return legacyName.endsWith("()") ? legacyName.substring(0, legacyName.length() - 2) : legacyName;
    }
}
