package org.vexfs.trace.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/**
 * What the Java side writes into a capture between the kernel's lines, so that it can be judged again elsewhere.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "note")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CaptureNote.Header.class, name = "header"),
    @JsonSubTypes.Type(value = CaptureNote.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = CaptureNote.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = CaptureNote.Source.class, name = "source"),
    @JsonSubTypes.Type(value = CaptureNote.Ended.class, name = "ended")
})
sealed interface CaptureNote {

    /** The version of this format; a reader refuses a later one. */
    int FORMAT = 1;

    /**
     * The first line.
     *
     * @param format {@link #FORMAT}
     * @param created when, as ISO 8601
     * @param module the module's name
     * @param kernel the kernel's release
     * @param bpftrace the version of bpftrace
     * @param textStart the first address of the module's code, hexadecimal
     * @param textEnd the first address after it, hexadecimal
     * @param functions the functions' names by address, hexadecimal
     * @param sourcesMissing why no source line will be named; empty where they can be
     */
    record Header(
            int format,
            String created,
            String module,
            String kernel,
            String bpftrace,
            String textStart,
            String textEnd,
            Map<String, String> functions,
            String sourcesMissing)
            implements CaptureNote {}

    /**
     * A window begins.
     *
     * @param window the name of the marker that opens it
     * @param uniqueId the test's unique id
     * @param displayName what to call the test
     * @param attempt which of its runs
     */
    record Opened(String window, String uniqueId, String displayName, int attempt) implements CaptureNote {}

    /**
     * A window was judged here.
     *
     * @param window the name of the marker that opened it
     * @param assertion what was asked: the assertion's name, or {@link TraceWindow#END}
     * @param end the name of the last marker that came back
     * @param dump the name of the marker whose holdings count; empty if the events do
     * @param missedAllocations how many allocations may have been missed within the window; negative if not known
     * @param missedFrees how many frees
     * @param death how the trace ended before the window did; empty if it did not
     * @param settling what was done before
     */
    record Judged(
            String window,
            String assertion,
            String end,
            String dump,
            long missedAllocations,
            long missedFrees,
            String death,
            List<String> settling)
            implements CaptureNote {}

    /**
     * The source line of an address.
     *
     * @param address the return address, hexadecimal
     * @param place its file and line
     */
    record Source(String address, String place) implements CaptureNote {}

    /**
     * The trace ended.
     *
     * @param how why
     */
    record Ended(String how) implements CaptureNote {}
}
