package org.vexfs.trace.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.bpftrace.BpftraceProcess.OutputReader;
import org.vexfs.trace.config.TraceConfig.Advanced;
import org.vexfs.trace.output.OutputFile;

/**
 * Keeps, beside a capture, what bpftrace was given and what it wrote, byte by byte, as far as that is asked for. A file that
 * cannot be written is a warning, and no reason to end a trace.
 */
final class RawOutput implements OutputReader {

    private static final Logger LOGGER = LoggerFactory.getLogger(RawOutput.class);

    private final OutputReader reader;
    private final Kept raw;
    private final Kept complaints;

    private RawOutput(OutputReader reader, OutputStream raw, OutputStream complaints) {
        this.reader = reader;
        this.raw = new Kept(raw);
        this.complaints = new Kept(complaints);
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
            try (OutputStream text = created(capture, ".bt")) {
                text.write(program.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new RawOutput(
                reader,
                asked.savesRawOutput() ? created(capture, ".raw") : OutputStream.nullOutputStream(),
                asked.verboseEbpf() ? created(capture, ".stderr") : OutputStream.nullOutputStream());
    }

    private static OutputStream created(Path capture, String kind) throws IOException {
        return OutputFile.create(beside(capture, kind));
    }

    /** Gives the file of that kind beside a capture. */
    static Path beside(Path capture, String kind) {
        return capture.resolveSibling(capture.getFileName() + kind);
    }

    @Override
    public void bytes(byte[] bytes, int length) {
        reader.bytes(bytes, length);
        raw.write(bytes, length);
    }

    @Override
    public void complaint(byte[] bytes, int length) {
        reader.complaint(bytes, length);
        complaints.write(bytes, length);
    }

    @Override
    public void ended(String how) {
        reader.ended(how);
        for (Kept kept : List.of(raw, complaints)) {
            try {
                kept.stream.close();
            } catch (IOException e) {
                LOGGER.warn("what bpftrace wrote was not kept to its end: {}", e.getMessage());
            }
        }
    }

    /** A file, up to the first write that fails, of which is warned once. Written by one thread. */
    private static final class Kept {

        private final OutputStream stream;
        private boolean failed;

        Kept(OutputStream stream) {
            this.stream = stream;
        }

        void write(byte[] bytes, int length) {
            if (failed) {
                return;
            }
            try {
                stream.write(bytes, 0, length);
            } catch (IOException e) {
                failed = true;
                LOGGER.warn("what bpftrace wrote cannot be kept: {}", e.getMessage());
            }
        }
    }
}
