import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.result.ResultText;
import org.vexfs.trace.session.RecordedEvents;

/** Prints the lines that a text result would have of a capture's events. */
public final class ResultLines {

    public static void main(String[] arguments) throws Exception {
        OperationSettings settings = ConfigLoader.shipped().operations();
        try (PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8)) {
            RecordedEvents.read(
                    Path.of(arguments[0]),
                    (capture, event) -> new ResultText(
                                    capture.module(), settings, capture::nameOnly, nanos -> "12:00:00")
                            .entry(event)
                            .ifPresent(out::println));
        }
    }
}
