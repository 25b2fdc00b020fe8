package org.vexfs.trace.testing;

import java.nio.file.Path;
import org.vexfs.trace.session.Replay;

/** The captures of traces that really ran, which the script beside them recorded. */
public final class RecordedCapture {

    /** From any module's folder. */
    private static final Path FOLDER = Path.of("..", "bpftrace", "src", "test", "resources", "captures");

    private RecordedCapture() {}

    /**
     * Gives the file of one.
     *
     * @param name what was traced and on which kernel, such as {@code vector-search-6.12}
     */
    public static Path path(String name) {
        return FOLDER.resolve(name + Replay.SUFFIX);
    }
}
