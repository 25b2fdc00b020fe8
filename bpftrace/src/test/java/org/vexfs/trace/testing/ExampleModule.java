package org.vexfs.trace.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The example module, loaded with {@code faults=1}. */
public final class ExampleModule implements ExecutionCondition {

    private static final Path DEVICE = Path.of("/dev/vexfs");
    private static final Path FAULTS = Path.of("/sys/module/vexfs/parameters/faults");

    /** Sends one command on a session of its own, and gives the answer. */
    public static String command(String line) throws IOException {
        try (FileChannel device = FileChannel.open(DEVICE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            device.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(16 * 1024);
            while (device.read(answer) > 0) {
                // Until the end of the answer.
            }
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return Files.exists(DEVICE) && Files.readString(FAULTS).startsWith("Y")
                    ? ConditionEvaluationResult.enabled("the example module is loaded")
                    : ConditionEvaluationResult.disabled(
                            "the example module is not loaded here; examples/kernel-tests runs this test in a VM");
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled("the example module cannot be asked: " + e);
        }
    }
}
