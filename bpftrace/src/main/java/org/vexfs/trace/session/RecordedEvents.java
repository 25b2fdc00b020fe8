package org.vexfs.trace.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.TraceEvent;

/** The events of a capture, one after the other: however long it is, no more than its names are kept. */
public final class RecordedEvents {

    private static final int MOST_NAMED = 10_000;

    private final Path capture;
    /** Asked for each event, and of few places; as far as is known by then. */
    private final Map<Long, CallSite> named = new HashMap<>();

    private @Nullable CapturedCode code;
    private boolean ended;

    private RecordedEvents(Path capture) {
        this.capture = capture;
    }

    /**
     * Reads a capture to its end.
     *
     * @param reader takes each event, with what is known of the trace by then
     * @throws IOException if it cannot be read
     * @throws CaptureException if it is no capture, or of a later version
     */
    public static void read(Path capture, BiConsumer<RecordedEvents, TraceEvent> reader) throws IOException {
        RecordedEvents events = new RecordedEvents(capture);
        CaptureReader.read(capture, event -> {
            if (event instanceof Note note) {
                events.learn(CapturedCode.parse(note, capture));
            } else {
                if (event instanceof ModuleChange change) {
                    events.known().add(change);
                    events.named.clear();
                }
                reader.accept(events, event);
            }
        });
    }

    private void learn(CaptureNote note) {
        named.clear();
        if (note instanceof CaptureNote.Header header) {
            code = new CapturedCode(capture, header);
        } else {
            ended |= note instanceof CaptureNote.Ended;
            known().add(note);
        }
    }

    /** A capture begins with its header; whatever does not, is none. */
    private CapturedCode known() {
        CapturedCode known = code;
        if (known == null) {
            throw new CaptureException(capture + ", offset 0: no header");
        }
        return known;
    }

    /** Gives the module that was traced. */
    public String module() {
        return known().module();
    }

    /** Gives whether the capture has told by now that its trace ended: one whose writer was killed never does. */
    public boolean ended() {
        return ended;
    }

    /** Tells what stands at an address, without its source line. */
    public CallSite nameOnly(long address) {
        if (named.size() == MOST_NAMED) {
            named.clear();
        }
        return named.computeIfAbsent(address, known()::nameOnly);
    }
}
