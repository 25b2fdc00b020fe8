package org.vexfs.trace.bpftrace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.Unknown;

/**
 * Turns the bytes of {@code bpftrace -f json} into events, whatever the chunks they arrive in.
 *
 * <p>The lines of a script ({@code printf} records) are read byte by byte and make no {@code String}; only what is
 * rare, such as a map or an error, goes through a JSON parser. A line that cannot be understood becomes an
 * {@link Unknown}, and so does one that is too long to be any, of which no more than its beginning is kept. Not safe for use by several threads.
 */
public final class OutputDecoder {

    private static final byte[] PRINTF = "{\"type\": \"printf\", \"data\": \"".getBytes(US_ASCII);

    /** Far more than the map of a million objects, each with its stack, comes to. */
    private static final int LONGEST = 256 * 1024 * 1024;

    /** How many characters are told of a line that is too long. */
    private static final int BEGINNING = 200;

    private final EventSink sink;
    private final int longest;
    private final ScriptLines scriptLines;
    private final JsonRecords jsonRecords;
    private @Nullable CustomRecords customRecords;
    private byte[] partial = new byte[4096];
    private int partialLength;

    /** How many bytes of an unfinished line there are beyond those that are kept. */
    private long beyond;

    public OutputDecoder(EventSink sink) {
        this(sink, LONGEST);
    }

    /** @param longest how many bytes the longest line has that is read */
    OutputDecoder(EventSink sink, int longest) {
        this.sink = sink;
        this.longest = longest;
        MarkerAssembly assembly = new MarkerAssembly(sink);
        scriptLines = new ScriptLines(sink, assembly);
        jsonRecords = new JsonRecords(sink, assembly, scriptLines);
    }

    /** From here on lines are a user's script's, unless they begin with a tag. */
    public void expectCustom(LineTag tag) {
        customRecords = new CustomRecords(sink, tag, jsonRecords);
    }

    /** Decodes what is complete in these bytes and keeps the beginning of an unfinished line for the next call. */
    public void feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int lineStart = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (partialLength > 0) {
                keep(bytes, lineStart, i - lineStart);
                decodeLine(partial, 0, partialLength);
                forgetUnfinished();
            } else {
                decodeLine(bytes, lineStart, i);
            }
            lineStart = i + 1;
        }
        keep(bytes, lineStart, end - lineStart);
    }

    /** Gives how many bytes of an unfinished line have been fed: more than 0 at the end of a capture that was cut. */
    public int unfinishedBytes() {
        return partialLength;
    }

    /** Leaves out an unfinished line, whose rest will not come. */
    public void forgetUnfinished() {
        partialLength = 0;
        beyond = 0;
    }

    private void keep(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, longest - partialLength);
        if (partialLength + kept > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(partialLength + kept, Math.min(2 * partial.length, longest)));
        }
        System.arraycopy(bytes, offset, partial, partialLength, kept);
        partialLength += kept;
        beyond += length - kept;
    }

    private void decodeLine(byte[] bytes, int start, int end) {
        if (start == end) {
            return;
        }
        long length = end - start + beyond;
        if (length > longest) {
            String beginning = new String(bytes, start, Math.min(BEGINNING, end - start), UTF_8);
            sink.accept(new Unknown(beginning + "... (a line of " + length + " bytes)"));
            return;
        }
        if (customRecords != null) {
            String line = new String(bytes, start, end - start, UTF_8);
            if (!customRecords.decode(line)) {
                sink.accept(new Unknown(line));
            }
            return;
        }
        // printf payloads of the shipped scripts end in an escaped newline: \n"}
        int payload = start + PRINTF.length;
        if (end - start > PRINTF.length + 4
                && bytes[end - 1] == '}'
                && bytes[end - 2] == '"'
                && bytes[end - 3] == 'n'
                && bytes[end - 4] == '\\'
                && Arrays.equals(bytes, start, payload, PRINTF, 0, PRINTF.length)
                && scriptLines.decode(bytes, payload, end - 4, true)) {
            return;
        }
        String line = new String(bytes, start, end - start, UTF_8);
        if (!jsonRecords.decode(line)) {
            sink.accept(new Unknown(line));
        }
    }
}
