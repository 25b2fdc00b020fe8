package org.vexfs.trace.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.testing.RecordedCapture;

/** The captures recorded live, and shorter ones made of them. */
final class Captures {

    static final String LEAKY =
            "[engine:junit-jupiter]/[class:org.vexfs.trace.example.LeakyIT]/[method:losesThreeObjects()]";

    private Captures() {}

    /** Gives the capture of a kernel: 6.12 or 7. */
    static Path of(String kernel) {
        return RecordedCapture.path("vector-store-" + kernel);
    }

    /** Gives the lines of the capture of kernel 6.12 up to the end of its first test, the leaky one. */
    static List<String> leakyLines() {
        try {
            return Files.readAllLines(of("6.12")).subList(0, 73);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static Path write(Path folder, List<String> lines) throws IOException {
        return Files.write(folder.resolve("test" + Replay.SUFFIX), bytes(lines));
    }
}
