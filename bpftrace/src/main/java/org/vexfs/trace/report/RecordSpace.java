package org.vexfs.trace.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** How much room is left in a record, so that its line stays within a bound whatever a test does. */
final class RecordSpace {

    /** The longest line of a record with figures, in bytes. */
    static final int MOST_BYTES = 64 * 1024;

    /** What the record's own numbers take at most, and what says what was left out. */
    private static final int HEAD = 1_500;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<String> leftOut = new ArrayList<>();
    private long left;

    RecordSpace(long bytes) {
        this.left = bytes;
    }

    /** Gives the room in a record beside what else it holds. */
    static RecordSpace beside(Object... others) {
        return new RecordSpace(MOST_BYTES - HEAD - of(others));
    }

    /** Gives how much room something takes, with the comma that parts it from the next. */
    static long of(Object value) {
        if (value instanceof String text && text.chars().allMatch(RecordSpace::isItself)) {
            return text.length() + 3L; // With its quotes; the writer would not say otherwise, but takes its time.
        }
        try {
            return MAPPER.writeValueAsBytes(value).length + 1L;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no part of a record: " + value, e);
        }
    }

    /** Gives whether a letter of a text is one byte in JSON. */
    private static boolean isItself(int letter) {
        return letter >= ' ' && letter < 0x7f && letter != '"' && letter != '\\';
    }

    /** Takes room; false, and nothing is taken, if there is not as much. */
    boolean take(long bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Gives the first of some entries, as many as there is room for; of the others it is said how many there are. */
    <T> List<T> first(String noun, List<T> entries) {
        List<T> taken = new ArrayList<>();
        for (T entry : entries) {
            if (!take(of(entry))) {
                leftOut(entries.size() - taken.size(), noun);
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    /** Takes note of what there was no room for. */
    void leftOut(long number, String noun) {
        leftOut.add(Quantity.count(number, noun));
    }

    /** Gives what there was no room for. */
    List<String> leftOut() {
        return leftOut;
    }
}
