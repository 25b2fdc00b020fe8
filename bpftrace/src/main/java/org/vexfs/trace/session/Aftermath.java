package org.vexfs.trace.session;

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
 * @param capture the capture
 * @param rest the file with what bpftrace still printed, and before it what the JVM had read and may not have written
 * @param kernelLog the file with the kernel's log
 */
record Aftermath(Path capture, Path rest, Path kernelLog) {

    /** The JVM holds no more of what it may have written. */
    private static final int MOST_TWICE = 256 * 1024;

    private static final byte[] LINE_START = "{\"type\": ".getBytes(StandardCharsets.US_ASCII);

    /** Gives that of a capture; the files are there only if the JVM ended before the trace did. */
    static Aftermath of(Path capture) {
        String name = capture.getFileName().toString();
        String stem = name.endsWith(Replay.SUFFIX) ? name.substring(0, name.length() - Replay.SUFFIX.length()) : name;
        return new Aftermath(
                capture, capture.resolveSibling(stem + ".rest.jsonl"), capture.resolveSibling(stem + ".kernel.log"));
    }

    /** Feeds the rest to a decoder that has had the capture: from where that ends, or else from the first whole line on. */
    void feed(OutputDecoder decoder) throws IOException {
        if (!Files.exists(rest)) {
            decoder.forgetUnfinished();
            return;
        }
        try (InputStream stream = Files.newInputStream(rest)) {
            byte[] bytes = stream.readNBytes(MOST_TWICE);
            int begin = firstWholeLine(bytes);
            int known = knownFrom(begin, bytes);
            if (known == 0) {
                decoder.forgetUnfinished();
            }
            decoder.feed(bytes, begin + known, bytes.length - begin - known);
            while (bytes.length > 0) {
                bytes = stream.readNBytes(MOST_TWICE);
                decoder.feed(bytes, 0, bytes.length);
            }
        }
    }

    private static int firstWholeLine(byte[] bytes) {
        int begin = 0;
        if (!Arrays.equals(Arrays.copyOf(bytes, LINE_START.length), LINE_START)) {
            while (begin < bytes.length && bytes[begin] != '\n') {
                begin++;
            }
            begin = Math.min(begin + 1, bytes.length);
        }
        return begin;
    }

    /** Gives how many bytes of the rest the capture ends in: the JVM may have written them before it was killed. */
    private int knownFrom(int begin, byte[] bytes) throws IOException {
        String told = new String(bytes, begin, bytes.length - begin, StandardCharsets.ISO_8859_1);
        int lineEnd = told.indexOf('\n') + 1;
        if (lineEnd == 0) {
            return 0;
        }
        String line = told.substring(0, lineEnd);
        String tail = tail();
        for (int at = tail.indexOf(line); at >= 0; at = tail.indexOf(line, at + 1)) {
            if (told.startsWith(tail.substring(at))) {
                return tail.length() - at;
            }
        }
        return 0;
    }

    private String tail() throws IOException {
        try (InputStream stream = Files.newInputStream(capture)) {
            stream.skipNBytes(Math.max(0, Files.size(capture) - MOST_TWICE));
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Gives the last lines of the kernel's log.
     *
     * @param most how many at most
     * @param span how much older than the last one they may be, in nanoseconds
     * @param nanos the time to give to each
     * @throws IOException if it cannot be read
     */
    List<KernelLogLine> lastLogged(long most, long span, long nanos) throws IOException {
        return KernelLog.last(kernelLog, most, span, nanos);
    }

    /** Gives whether the kernel's log is there. */
    boolean hasKernelLog() {
        return Files.exists(kernelLog);
    }
}
