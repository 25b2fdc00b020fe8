package org.vexfs.trace.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.bpftrace.BpftraceProcess.OutputReader;
import org.vexfs.trace.config.TraceConfig.Advanced;

/**
 * Keeps, beside a capture, what bpftrace was given and what it wrote, byte by byte, as far as that is asked for. A file that
 * cannot be written is a warning, and no reason to end a trace.
 */
final class RawOutput implements OutputReader {

    private static final Logger LOGGER = LoggerFactory.getLogger(RawOutput.class);

    private final OutputReader reader;
    private final OutputStream raw;
    private final OutputStream complaints;

    private RawOutput(OutputReader reader, OutputStream raw, OutputStream complaints) {
        this.reader = reader;
        this.raw = raw;
        this.complaints = complaints;
    }

    /**
     * Begins to keep what is asked for.
     *
     * @param reader takes what bpftrace writes, whatever is kept
     * @throws IOException if a file cannot be created
     */
    static OutputReader of(OutputReader reader, Path capture, String program, Advanced asked) throws IOException {
        if (!asked.verboseEbpf() && !asked.savesRawOutput()) {
            return reader;
        }
        if (asked.verboseEbpf()) {
            Files.writeString(beside(capture, ".bt"), program, StandardCharsets.UTF_8);
        }
        return new RawOutput(
                reader,
                asked.savesRawOutput()
                        ? Files.newOutputStream(beside(capture, ".raw"))
                        : OutputStream.nullOutputStream(),
                asked.verboseEbpf()
                        ? Files.newOutputStream(beside(capture, ".stderr"))
                        : OutputStream.nullOutputStream());
    }

    /** Gives the file of that kind beside a capture. */
    static Path beside(Path capture, String kind) {
        return capture.resolveSibling(capture.getFileName() + kind);
    }

    @Override
    public void bytes(byte[] bytes, int length) {
        reader.bytes(bytes, length);
        write(raw, bytes, length);
    }

    @Override
    public void complaint(byte[] bytes, int length) {
        reader.complaint(bytes, length);
        write(complaints, bytes, length);
    }

    @Override
    public void ended(String how) {
        reader.ended(how);
        try {
            raw.close();
        } catch (IOException e) {
            LOGGER.warn("what bpftrace wrote was not kept to its end: {}", e.getMessage());
        }
    }

    private static void write(OutputStream stream, byte[] bytes, int length) {
        try {
            stream.write(bytes, 0, length);
        } catch (IOException e) {
            LOGGER.warn("what bpftrace wrote cannot be kept: {}", e.getMessage());
        }
    }
}
