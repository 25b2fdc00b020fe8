package org.vexfs.trace.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.vexfs.trace.output.OutputFile;

/**
 * A file of records being written. It is opened when the first is added, and stays open for those to come. Each time
 * records are added they are handed to the kernel at once, so that they outlive this JVM. Not safe for use by several
 * threads.
 */
public final class RecordFile implements Closeable {

    private static final ObjectWriter RECORDS = new ObjectMapper().writerFor(RunRecord.class);

    private final Path path;
    private OutputStream stream;

    /** @param path the file, which need not exist, nor its folder */
    public RecordFile(Path path) {
        this.path = path;
    }

    /**
     * Adds records, all with one write. The file is created if need be, also if it was removed meanwhile, but never through
     * a link.
     *
     * @throws IOException if it cannot be written
     */
    public void append(RunRecord... records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(512);
        for (RunRecord record : records) {
            lines.writeBytes(RECORDS.writeValueAsBytes(record));
            lines.write('\n');
        }
        if (stream == null || Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            open();
        }
        stream.write(lines.toByteArray());
    }

    private void open() throws IOException {
        close();
        OutputFile.createFolders(path.getParent());
        stream = OutputFile.append(path);
    }

    /** Closes the file; what is added after that opens it again. */
    @Override
    public void close() throws IOException {
        if (stream != null) {
            OutputStream open = stream;
            stream = null;
            open.close();
        }
    }
}
