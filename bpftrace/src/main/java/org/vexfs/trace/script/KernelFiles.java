package org.vexfs.trace.script;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads files of {@code /proc} and {@code /sys} with the rights that bpftrace will have. */
public interface KernelFiles {

    /**
     * Gives the file's text.
     *
     * @throws IOException if it is absent or may not be read
     */
    String read(String path) throws IOException;

    /**
     * Gives the texts of several files at once, by path; a file that cannot be read is left out.
     *
     * @throws IOException if none can be asked for
     */
    Map<String, String> readAll(List<String> paths) throws IOException;

    /**
     * Opens files that are to be read again and again.
     *
     * @throws IOException if one is absent or may not be read
     */
    OpenFiles open(List<String> paths) throws IOException;

    /**
     * Gives the names of a folder's entries.
     *
     * @throws IOException if it is absent or may not be read
     */
    List<String> list(String folder) throws IOException;

    /** Gives whether there is such a file or folder, as far as the rights let it be seen. */
    boolean exists(String path);

    /** Files that are read as they are now, each time. */
    interface OpenFiles extends AutoCloseable {

        /**
         * Gives their texts, in the order in which they were named.
         *
         * @throws IOException if one cannot be read any more
         */
        List<String> readAll() throws IOException;

        @Override
        void close();
    }
}
