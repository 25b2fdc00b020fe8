package org.vexfs.trace.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.CustomMap;

/**
 * What the Java side writes into a capture between the kernel's lines, so that it can be judged again elsewhere.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "note")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CaptureNote.Header.class, name = "header"),
    @JsonSubTypes.Type(value = CaptureNote.CustomTraced.class, name = "custom_traced"),
    @JsonSubTypes.Type(value = CaptureNote.CustomJudged.class, name = "custom_judged"),
    @JsonSubTypes.Type(value = CaptureNote.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = CaptureNote.Marked.class, name = "marked"),
    @JsonSubTypes.Type(value = CaptureNote.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = CaptureNote.OperationsMeasured.class, name = "operations_measured"),
    @JsonSubTypes.Type(value = CaptureNote.Executing.class, name = "executing"),
    @JsonSubTypes.Type(value = CaptureNote.OperationsJudged.class, name = "operations_judged"),
    @JsonSubTypes.Type(value = CaptureNote.Aborted.class, name = "aborted"),
    @JsonSubTypes.Type(value = CaptureNote.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = CaptureNote.Excepted.class, name = "excepted"),
    @JsonSubTypes.Type(value = CaptureNote.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = CaptureNote.Logged.class, name = "logged"),
    @JsonSubTypes.Type(value = CaptureNote.Source.class, name = "source"),
    @JsonSubTypes.Type(value = CaptureNote.Symbol.class, name = "symbol"),
    @JsonSubTypes.Type(value = CaptureNote.Loaded.class, name = "loaded"),
    @JsonSubTypes.Type(value = CaptureNote.Ended.class, name = "ended")
})
sealed interface CaptureNote {

    /** The version of this format; a reader refuses a later one. */
    int FORMAT = 3;

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
     * @param scripts what is traced
     * @param traced the names of the functions whose calls are traced
     * @param contentionTraced whether waits for the kernel's locks are traced
     * @param environment what the latencies depend on
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
            String sourcesMissing,
            Set<TraceScript> scripts,
            Set<String> traced,
            boolean contentionTraced,
            Environment environment)
            implements CaptureNote {

        public Header {
            scripts = Set.copyOf(scripts);
            traced = Set.copyOf(traced);
        }
    }

    /**
     * The trace is of a user's script: from here on lines are the script's, unless they begin with a tag.
     *
     * @param tag that tag
     * @param file the script's file
     * @param maps its maps
     */
    record CustomTraced(String tag, String file, List<CustomMap> maps) implements CaptureNote {}

    /**
     * What a user's script told within a window was judged here.
     *
     * @param window the name of the marker that opened it
     * @param assertion what was asked, by name, or {@link TraceWindow#END}
     * @param end the name of the marker up to which it counts
     * @param missed how many runs of the script's programs the kernel skipped within the window; negative if not known
     * @param death how the trace ended before the window did; empty if it did not
     */
    record CustomJudged(String window, String assertion, String end, long missed, String death)
            implements CaptureNote {}

    /**
     * A window begins.
     *
     * @param window the name of the marker that opens it
     * @param uniqueId the test's unique id
     * @param displayName what to call the test
     * @param attempt which of its runs
     * @param attribution which of what the module did it answers for
     * @param indirect what it means if memory is held that a deeper part of the kernel allocated
     * @param scripts what of the trace it looks at
     */
    record Opened(
            String window,
            String uniqueId,
            String displayName,
            int attempt,
            Attribution attribution,
            IndirectAllocations indirect,
            Set<TraceScript> scripts)
            implements CaptureNote {

        public Opened {
            scripts = Set.copyOf(scripts);
        }
    }

    /**
     * Within a window a further one begins, which ends with it.
     *
     * @param window the name of the marker that opens it
     * @param within the name of the marker that opened the window around it
     * @param mark what its test calls the place
     * @param number the how many-th mark within that window it is, from 1
     */
    record Marked(String window, String within, String mark, int number) implements CaptureNote {}

    /**
     * From the marker that opens a window on, its use of memory is measured.
     *
     * @param window the name of that marker, which comes after this note
     * @param limits what is told on its own
     */
    record Measured(String window, UsageNotes limits) implements CaptureNote {}

    /**
     * From the marker that opens a window on, its operations are measured.
     *
     * @param window the name of that marker, which comes after this note
     * @param settings how they are told apart
     */
    record OperationsMeasured(String window, OperationNotes settings) implements CaptureNote {}

    /**
     * Of a window's operations only those count that come after a marker: what a test does to prepare is over.
     *
     * @param window the name of the marker that opened the window
     * @param from the name of that marker, which comes after this note
     */
    record Executing(String window, String from) implements CaptureNote {}

    /**
     * A window's operations were judged here.
     *
     * @param window the name of the marker that opened it
     * @param assertion what was asked: the assertion's name, or {@link TraceWindow#END}
     * @param end the name of the last marker that came back
     * @param death how the trace ended before the window did; empty if it did not
     */
    record OperationsJudged(String window, String assertion, String end, String death) implements CaptureNote {}

    /**
     * The next judgement of a window is for an assertion that leaves out leaks.
     *
     * @param window the name of the marker that opened it
     * @param suppressions which
     */
    record Excepted(String window, List<Suppressed> suppressions) implements CaptureNote {

        static Excepted of(String window, Suppressions suppressions) {
            return new Excepted(
                    window, suppressions.list().stream().map(Suppressed::of).toList());
        }

        /** @throws IllegalArgumentException if one of them is none */
        Suppressions toSuppressions() {
            return Suppressions.of(
                    suppressions.stream().map(Suppressed::toSuppression).toList());
        }
    }

    /**
     * A suppression.
     *
     * @param function its pattern of functions
     * @param size the bytes of one object; 0 for any
     * @param reason why
     * @param expires its last day, as ISO 8601; empty for none
     */
    record Suppressed(String function, long size, String reason, String expires) {

        static Suppressed of(Suppression suppression) {
            return new Suppressed(
                    suppression.function(),
                    suppression.size().orElse(0),
                    suppression.reason(),
                    suppression.expires().map(LocalDate::toString).orElse(""));
        }

        Suppression toSuppression() {
            try {
                Suppression any = Suppression.of(function, reason);
                Suppression sized = size == 0 ? any : any.withSize(size);
                return expires.isEmpty() ? sized : sized.until(LocalDate.parse(expires));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("'" + expires + "' is no day", e);
            }
        }
    }

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
     * The window's test aborted itself, as an assumption of its did not hold. Written before the window is judged at its
     * end.
     *
     * @param window the name of the marker that opened it
     * @param reason what the test said; empty if nothing
     */
    record Aborted(String window, String reason) implements CaptureNote {}

    /**
     * The window's test failed by itself. Written before the window is judged at its end.
     *
     * @param window the name of the marker that opened it
     * @param failure the exception, in one line
     */
    record Failed(String window, String failure) implements CaptureNote {}

    /**
     * The source line of an address.
     *
     * @param address the return address, hexadecimal
     * @param place its file and line
     */
    record Source(String address, String place) implements CaptureNote {}

    /**
     * What the kernel wrote into its log within a window until it was judged next.
     *
     * @param window the name of the marker that opened it
     * @param lines the lines, oldest first
     */
    record Logged(String window, List<String> lines) implements CaptureNote {}

    /**
     * What a function of the kernel's own is called.
     *
     * @param address the address in it, hexadecimal
     * @param function its name with the offset
     */
    record Symbol(String address, String function) implements CaptureNote {}

    /**
     * The module was loaded while the trace ran.
     *
     * @param textStart the first address of its code, hexadecimal
     * @param textEnd the first address after it, hexadecimal
     * @param functions the functions' names by address, hexadecimal
     */
    record Loaded(String textStart, String textEnd, Map<String, String> functions) implements CaptureNote {}

    /**
     * The trace ended.
     *
     * @param how why
     */
    record Ended(String how) implements CaptureNote {}
}
