package org.vexfs.trace.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexfs.trace.bpftrace.OutputDecoder;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

/** Reads captures, through the same decoder that a live trace goes through. */
final class CaptureReader {

    private static final int CHUNK = 64 * 1024;
    private static final String CUSTOM_TRACED = "\"custom_traced\"";

    private CaptureReader() {}

    /** Gives the kernel's events in a part of a capture; notes are left out. */
    static List<TraceEvent> events(Path capture, long from, long to, Optional<LineTag> custom) {
        List<TraceEvent> events = new ArrayList<>();
        try {
            OutputDecoder decoder = new OutputDecoder(event -> {
                if (!(event instanceof Note)) {
                    events.add(event);
                }
            });
            custom.ifPresent(decoder::expectCustom);
            read(capture, from, to, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the capture " + capture, e);
        }
        return events;
    }

    /**
     * Reads a whole capture, and what its trace told after the JVM that wrote it was gone.
     *
     * @return the number of bytes of an unfinished last line, 0 if the capture is whole
     * @throws CaptureException if it is not a capture, or of a later version
     */
    static int read(Path capture, Consumer<TraceEvent> consumer) throws IOException {
        FirstLine first = new FirstLine(capture, consumer);
        OutputDecoder decoder = new OutputDecoder(first::accept);
        first.custom = decoder::expectCustom;
        read(capture, 0, Long.MAX_VALUE, decoder);
        int unfinished = decoder.unfinishedBytes();
        if (!first.seen) {
            throw new CaptureException(capture + ", offset 0: not a capture: it has no whole line");
        }
        Aftermath.of(capture).feed(decoder);
        return unfinished;
    }

    private static void read(Path capture, long from, long to, OutputDecoder decoder) throws IOException {
        byte[] bytes = new byte[CHUNK];
        try (InputStream stream = Files.newInputStream(capture)) {
            stream.skipNBytes(from);
            long left = to - from;
            while (left > 0) {
                int length = stream.read(bytes, 0, (int) Math.min(bytes.length, left));
                if (length < 0) {
                    break;
                }
                decoder.feed(bytes, 0, length);
                left -= length;
            }
        }
    }

    /** Lets a capture pass whose first line says that it is one. */
    private static final class FirstLine implements Consumer<TraceEvent> {

        private final Path capture;
        private final Consumer<TraceEvent> next;
        private boolean seen;
        private Consumer<LineTag> custom = tag -> {};

        FirstLine(Path capture, Consumer<TraceEvent> next) {
            this.capture = capture;
            this.next = next;
        }

        @Override
        public void accept(TraceEvent event) {
            if (!seen) {
                check(event);
                seen = true;
            }
            if (event instanceof Note note && note.json().contains(CUSTOM_TRACED)) {
                begin(note);
            }
            next.accept(event);
        }

        private void begin(Note note) {
            try {
                if (CaptureFile.parse(note) instanceof CaptureNote.CustomTraced traced) {
                    custom.accept(new LineTag(traced.tag()));
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new CaptureException(capture + ": what it says of the user's script is damaged: " + e.getMessage()
                        + ". Remedy: use the capture as the live run wrote it.");
            }
        }

        private void check(TraceEvent event) {
            if (event instanceof Note note) {
                try {
                    if (CaptureFile.parse(note) instanceof CaptureNote.Header header) {
                        if (header.format() > CaptureNote.FORMAT) {
                            throw new CaptureException(capture + ", offset 0: a capture of format " + header.format()
                                    + "; this version reads up to " + CaptureNote.FORMAT
                                    + ". Remedy: use the version that wrote it, or a later one.");
                        }
                        return;
                    }
                } catch (JsonProcessingException e) {
                    throw new CaptureException(capture + ", offset 0: a damaged header: " + e.getOriginalMessage());
                }
            }
            String found = event instanceof Unknown unknown ? unknown.line() : event.toString();
            throw new CaptureException(capture + ", offset 0: not a capture: it begins with "
                    + (found.length() <= 60 ? found : found.substring(0, 57) + "..."));
        }
    }
}
