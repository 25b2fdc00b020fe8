package org.vexfs.trace.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.output.OutputFile;

/**
 * A capture being written: bpftrace's lines as they came, and the notes of the Java side between them.
 *
 * <p>Every line is handed to the kernel as soon as it is whole, so that it outlives this JVM. Not safe for use by
 * several threads.
 */
final class CaptureFile implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CaptureFile.class);

    /** A number that is missing must not read as 0: that nothing was missed is a statement. */
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private static final ObjectWriter NOTES = MAPPER.writerFor(CaptureNote.class);

    /** What to do where it cannot be written. */
    static final String REMEDY =
            ". Remedy: make room there, or name a folder that can be written with -Dvexfs.trace.output=FOLDER.";

    /** What stands in a note's line before its own object, whose brace it replaces. */
    private static final byte[] NOTE_BEGINS = ("{\"type\":\"" + Note.TYPE + "\",").getBytes(StandardCharsets.UTF_8);

    private final Path path;
    private final OutputStream stream;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long length;
    private @Nullable String failure;

    private CaptureFile(Path path, OutputStream stream) {
        this.path = path;
        this.stream = stream;
    }

    /**
     * Creates a capture that must not exist yet, and is never created through a link.
     *
     * <p>It is written as a stream: a channel closes, for every thread, when one that writes to it is interrupted, and
     * tests interrupt threads.
     *
     * @throws IOException if it cannot be created
     */
    static CaptureFile create(Path path) throws IOException {
        OutputFile.createFolders(path.getParent());
        return new CaptureFile(path, OutputFile.create(path));
    }

    Path path() {
        return path;
    }

    /** Gives why it is not written any more, and what to do about that; empty as long as it is. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Gives the length of what is written. */
    long length() {
        return length;
    }

    /** Writes what bpftrace printed, up to its last whole line; the rest waits for its end. */
    void append(byte[] bytes, int length) {
        int whole = length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole > 0) {
            if (partial.size() > 0) {
                write(partial.toByteArray(), partial.size());
                partial.reset();
            }
            write(bytes, whole);
        }
        partial.write(bytes, whole, length - whole);
    }

    /** Writes a note as a line of its own. */
    void note(CaptureNote note) {
        byte[] object = bytes(note);
        byte[] line = new byte[NOTE_BEGINS.length + object.length];
        System.arraycopy(NOTE_BEGINS, 0, line, 0, NOTE_BEGINS.length);
        System.arraycopy(object, 1, line, NOTE_BEGINS.length, object.length - 1);
        line[line.length - 1] = '\n';
        write(line, line.length);
    }

    private static byte[] bytes(CaptureNote note) {
        try {
            return NOTES.writeValueAsBytes(note);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no note of a capture: " + note, e);
        }
    }

    /**
     * Reads a note back.
     *
     * @throws JsonProcessingException if the line is none of the notes that are known
     */
    static CaptureNote parse(Note note) throws JsonProcessingException {
        ObjectNode line = (ObjectNode) MAPPER.readTree(note.json());
        line.remove("type");
        completeFormat2(line);
        completeEnvironment(line);
        completeTracking(line);
        return MAPPER.treeToValue(line, CaptureNote.class);
    }

    /** Before there were figures to switch off, each was tracked, and of arguments two were known. */
    private static void completeTracking(ObjectNode line) {
        if (line.path("settings") instanceof ObjectNode settings && !settings.has("untracked")) {
            settings.putArray("untracked");
            settings.putArray("keyArguments");
            settings.putArray("bucketArguments");
        }
    }

    /** Up to format 2 there was one script, and its captures did not say so. */
    private static void completeFormat2(ObjectNode line) {
        String note = line.path("note").asText();
        if ((note.equals("header") || note.equals("opened")) && !line.has("scripts")) {
            line.putArray("scripts").add(TraceScript.MEMORY.name());
            if (note.equals("header")) {
                line.putArray("traced");
                line.put("contentionTraced", false);
            }
        }
    }

    /** Early captures of format 3 did not tell of the machine. */
    private static void completeEnvironment(ObjectNode line) {
        if (line.path("note").asText().equals("header") && !line.has("environment")) {
            line.set(
                    "environment",
                    MAPPER.valueToTree(new Environment(
                            line.path("kernel").asText(Environment.UNKNOWN),
                            Environment.UNKNOWN,
                            Environment.UNKNOWN,
                            Environment.UNKNOWN,
                            line.path("module").asText(Environment.UNKNOWN),
                            Environment.UNKNOWN,
                            line.path("bpftrace").asText(Environment.UNKNOWN))));
        }
    }

    /** After a write that failed nothing is written: what came after a hole would be read as if nothing were missing. */
    private void write(byte[] bytes, int count) {
        if (failure != null) {
            return;
        }
        try {
            stream.write(bytes, 0, count);
            length += count;
        } catch (IOException e) {
            failure = "the capture " + path + " cannot be written any more: " + e.getMessage() + REMEDY;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // Who ends a trace has more to give back than this.
            LOGGER.warn("the capture {} could not be closed, and may lack its end: {}", path, e.getMessage());
        }
    }
}
