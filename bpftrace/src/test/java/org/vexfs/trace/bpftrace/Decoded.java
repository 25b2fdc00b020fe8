package org.vexfs.trace.bpftrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.testing.RecordedCapture;

/** What the decoder makes of bytes and lines. */
final class Decoded {

    private Decoded() {}

    /** Decodes whole lines. */
    static List<TraceEvent> lines(String... lines) {
        return chunks((String.join("\n", lines) + "\n").getBytes(UTF_8), Integer.MAX_VALUE);
    }

    /** Decodes what a script prints, each with its newline, as bpftrace wraps it. */
    static List<TraceEvent> printed(String... payloads) {
        return lines(List.of(payloads).stream().map(Decoded::printf).toArray(String[]::new));
    }

    /** Decodes bytes that arrive in chunks of one size. */
    static List<TraceEvent> chunks(byte[] bytes, int size) {
        List<TraceEvent> events = new ArrayList<>();
        OutputDecoder decoder = new OutputDecoder(events::add);
        for (int offset = 0; offset < bytes.length; offset += Math.min(size, bytes.length - offset)) {
            decoder.feed(bytes, offset, Math.min(size, bytes.length - offset));
        }
        return events;
    }

    /** Gives the bytes of a trace of the vector store that was recorded live on a kernel. */
    static byte[] capture(String kernel) {
        try {
            return Files.readAllBytes(RecordedCapture.path("vector-store-" + kernel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the record that bpftrace makes of a script's line. */
    static String printf(String payload) {
        return "{\"type\": \"printf\", \"data\": \"" + payload + "\\n\"}";
    }
}
