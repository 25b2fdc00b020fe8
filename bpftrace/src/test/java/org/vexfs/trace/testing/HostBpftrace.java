package org.vexfs.trace.testing;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.script.BpftraceVersion;

/**
 * The bpftrace that tests run on this machine: {@code -Dvexfs.trace.bpftrace=COMMAND} of the build, or the one on the
 * path.
 */
public final class HostBpftrace implements ExecutionCondition {

    /** The property that names it to the tests of a JVM. */
    public static final String PROPERTY = "test.bpftrace";

    private static final ConditionEvaluationResult RESULT = evaluate();

    /** Gives the command. */
    public static BpftraceCommand command() {
        String given = System.getProperty(PROPERTY, "");
        return new BpftraceCommand(given.isBlank() ? List.of("bpftrace") : List.of(given.split("\\s+")));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }

    private static ConditionEvaluationResult evaluate() {
        if (!System.getProperty("user.name").equals("root")) {
            return ConditionEvaluationResult.disabled("bpftrace needs root");
        }
        try {
            BpftraceVersion version = command().version();
            return version.compareTo(BpftraceVersion.MINIMUM) >= 0
                    ? ConditionEvaluationResult.enabled(command() + " is " + version)
                    : ConditionEvaluationResult.disabled(command() + " is " + version + ", older than "
                            + BpftraceVersion.MINIMUM + "; name another with -Dvexfs.trace.bpftrace=COMMAND");
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled(
                    "no bpftrace (" + e.getMessage() + "); name one with -Dvexfs.trace.bpftrace=COMMAND");
        }
    }
}
