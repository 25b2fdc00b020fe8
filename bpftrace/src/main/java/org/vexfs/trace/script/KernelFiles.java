package org.vexfs.trace.script;

import java.io.IOException;
import java.util.List;

/** Reads files of {@code /proc} and {@code /sys} with the rights that bpftrace will have. */
public interface KernelFiles {

    /**
     * Gives the file's text.
     *
     * @throws IOException if it is absent or may not be read
     */
    String read(String path) throws IOException;

    /**
     * Gives the names of a folder's entries.
     *
     * @throws IOException if it is absent or may not be read
     */
    List<String> list(String folder) throws IOException;

    /** Gives whether there is such a file or folder, as far as the rights let it be seen. */
    boolean exists(String path);
}
