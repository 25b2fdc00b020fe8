package org.vexfs.trace.session;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.vexfs.trace.bpftrace.KernelLog;
import org.vexfs.trace.bpftrace.OutputDecoder;
import org.vexfs.trace.event.KernelLogLine;

/**
 * What was written down of a trace after the JVM that wrote its capture was gone.
 *
 * <p>Between the capture and the rest a piece may be missing, which the JVM had read and not written: up to one read, and
 * the beginning of a line.
 *
 * @param rest the file with what bpftrace still printed
 * @param kernelLog the file with the kernel's log
 */
record Aftermath(Path rest, Path kernelLog) {

    private static final int CHUNK = 64 * 1024;
    private static final byte[] LINE_START = "{\"type\": ".getBytes(StandardCharsets.US_ASCII);

    /** Gives that of a capture; the files are there only if the JVM ended before the trace did. */
    static Aftermath of(Path capture) {
        String name = capture.getFileName().toString();
        String stem = name.endsWith(Replay.SUFFIX) ? name.substring(0, name.length() - Replay.SUFFIX.length()) : name;
        return new Aftermath(
                capture.resolveSibling(stem + ".rest.jsonl"), capture.resolveSibling(stem + ".kernel.log"));
    }

    /** Feeds the rest, from its first whole line on, to a decoder that has had the capture. */
    void feed(OutputDecoder decoder) throws IOException {
        decoder.forgetUnfinished();
        if (!Files.exists(rest)) {
            return;
        }
        byte[] bytes = new byte[CHUNK];
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(rest))) {
            skipCutLine(stream);
            for (int length = stream.read(bytes); length >= 0; length = stream.read(bytes)) {
                decoder.feed(bytes, 0, length);
            }
        }
    }

    private static void skipCutLine(InputStream stream) throws IOException {
        stream.mark(LINE_START.length);
        boolean whole = Arrays.equals(stream.readNBytes(LINE_START.length), LINE_START);
        stream.reset();
        if (!whole) {
            int last = stream.read();
            while (last >= 0 && last != '\n') {
                last = stream.read();
            }
        }
    }

    /**
     * Gives the last lines of the kernel's log.
     *
     * @param most how many at most
     * @param nanos the time to give to each
     * @throws IOException if it cannot be read
     */
    List<KernelLogLine> lastLogged(long most, long nanos) throws IOException {
        return KernelLog.last(kernelLog, most, nanos);
    }

    /** Gives whether the kernel's log is there. */
    boolean hasKernelLog() {
        return Files.exists(kernelLog);
    }
}
