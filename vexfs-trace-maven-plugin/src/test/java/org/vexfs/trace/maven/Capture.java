package org.vexfs.trace.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A capture that a live run wrote. A test changes what the Java side noted in it, and of what the kernel said what its case
 * is about: that something was freed again, that calls took longer, or that the trace ended.
 *
 * @param lines its lines
 */
record Capture(List<String> lines) {

    private static final Path CAPTURES = Path.of("../bpftrace/src/test/resources/captures");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String LINE = "\\{\"type\": \"printf\", \"data\": \"";
    private static final Pattern FREE = Pattern.compile("(" + LINE + ")F (\\d+) (\\d+ \\d+ \\w+ \\w+) \\d+(.*)");
    private static final Pattern MEMORY_MARKER =
            Pattern.compile("(" + LINE + "M \\d+ \\d+ \\d+ \\w+ \\d+ \\d+ )(\\d+)( .*)");
    private static final Pattern SEARCH =
            Pattern.compile("(" + LINE + "O )(\\d+)( \\d+ \\d+ \\d+ vexfs_vector_search )(\\d+)( .*)");
    private static final Pattern MOMENT = Pattern.compile("(" + LINE + "[OTH] )(\\d+)(.*)");

    /** Gives the one that was recorded of the example's tests of memory: one that leaks, and five that do not. */
    static Capture recorded() throws IOException {
        return named("vector-store-6.12");
    }

    /** Gives the one that was recorded of the example's tests of latency, one of which searches a thousand times. */
    static Capture ofSearches() throws IOException {
        return named("vector-search-6.12");
    }

    private static Capture named(String name) throws IOException {
        return new Capture(Files.readAllLines(CAPTURES.resolve(name + ".capture.jsonl")));
    }

    /** Lets the kernel have skipped allocations in a test's window. */
    Capture missingAllocations(String test, long count) {
        return changingJudgements(test, judged -> Stream.of(judged.put("missedAllocations", count)));
    }

    /** Lets a test have asserted something, right before its window was judged at its end. */
    Capture asserting(String test, String assertion) {
        return changingJudgements(test, judged -> Stream.of(judged.deepCopy().put("assertion", assertion), judged));
    }

    /** Lets a test have asserted nothing. */
    Capture assertingNothing(String test) {
        String window = window(test);
        return changingNotes(note -> note.path("window").asText().equals(window)
                        && !note.path("assertion").asText("window").equals("window")
                ? Stream.empty()
                : Stream.of(note));
    }

    /** Lets the use of memory have been measured, as every version does since this was recorded. */
    Capture measuringMemory() {
        return changingNotes(note -> {
            if (!note.path("note").asText().equals("opened")) {
                return Stream.of(note);
            }
            ObjectNode measured = MAPPER.createObjectNode()
                    .put("type", "vexfs-trace")
                    .put("note", "measured")
                    .put("window", note.path("window").asText());
            measured.putObject("limits")
                    .put("largeAllocation", 8_192)
                    .put("pressureThreshold", 1_048_576)
                    .put("leakAge", 5_000_000_000L)
                    .putArray("vectorFunctions");
            return Stream.of(note, measured);
        });
    }

    /** Lets a window be another test's. */
    Capture renaming(String test, String uniqueId, String displayName) {
        return changingNotes(note -> note.path("displayName").asText().equals(test)
                ? Stream.of(note.put("uniqueId", uniqueId).put("displayName", displayName))
                : Stream.of(note));
    }

    /** Lets a window be that of a later run of its test. */
    Capture asAttempt(String test, int attempt) {
        return changingNotes(note ->
                Stream.of(note.path("displayName").asText().equals(test) ? note.put("attempt", attempt) : note));
    }

    /** Lets it have been recorded on another kernel. */
    Capture on(String kernel) {
        return changingNotes(note -> {
            if (note.path("note").asText().equals("header")) {
                note.put("kernel", kernel).withObject("/environment").put("kernel", kernel);
            }
            return Stream.of(note);
        });
    }

    /** Lets what a test freed first have been freed again a microsecond later. */
    Capture freeingTwice(String test) {
        List<String> changed = new ArrayList<>();
        String window = window(test);
        boolean within = false;
        int doubleFrees = 0;
        for (String line : lines) {
            within |= isNote(line) && parse(line).path("window").asText().equals(window);
            Matcher marker = MEMORY_MARKER.matcher(line);
            // The kernel side counts from the beginning of the trace.
            changed.add(
                    marker.matches()
                            ? marker.group(1) + (Long.parseLong(marker.group(2)) + doubleFrees) + marker.group(3)
                            : line);
            Matcher free = FREE.matcher(line);
            if (within && doubleFrees == 0 && free.matches()) {
                long first = Long.parseLong(free.group(2));
                changed.add(free.group(1) + "D " + (first + 1_000) + " " + free.group(3) + " " + first + free.group(4));
                doubleFrees++;
            }
        }
        return new Capture(changed);
    }

    /** Lets the trace have ended with a test's window open, as it does where the test's JVM is killed. */
    Capture endingWithin(String test) {
        String window = window(test);
        List<String> kept = new ArrayList<>();
        boolean within = false;
        int markers = 0;
        for (String line : lines) {
            within |= isNote(line) && parse(line).path("window").asText().equals(window);
            if (within && MEMORY_MARKER.matcher(line).matches() && ++markers == 2) {
                break;
            }
            kept.add(line);
        }
        return new Capture(kept);
    }

    /** Lets the searches have taken evenly between 90 and 110 % of a time, which is their median. */
    Capture searching(long nanos) {
        return searching((call, recorded) -> nanos * 9 / 10 + nanos * call / 5_000);
    }

    /** Lets the thousand searches have taken other times, and what came after each have come later or earlier. */
    Capture searching(SearchTime time) {
        List<String> changed = new ArrayList<>();
        int searches = 0;
        long later = 0;
        for (String line : lines) {
            Matcher search = SEARCH.matcher(line);
            Matcher moment = MOMENT.matcher(line);
            if (search.matches()) {
                long recorded = Long.parseLong(search.group(4));
                long nanos = time.nanos(searches++, recorded);
                changed.add(search.group(1)
                        + (Long.parseLong(search.group(2)) + later)
                        + search.group(3)
                        + nanos
                        + search.group(5));
                later += nanos - recorded;
            } else if (moment.matches()) {
                changed.add(moment.group(1) + (Long.parseLong(moment.group(2)) + later) + moment.group(3));
            } else {
                changed.add(line);
            }
        }
        return new Capture(changed);
    }

    private Capture changingJudgements(String test, Change change) {
        String window = window(test);
        return changingNotes(note -> note.path("window").asText().equals(window)
                        && note.path("assertion").asText().equals("window")
                ? change.apply(note)
                : Stream.of(note));
    }

    private String window(String test) {
        return lines.stream()
                .filter(Capture::isNote)
                .map(Capture::parse)
                .filter(note -> note.path("displayName").asText().equals(test))
                .map(note -> note.path("window").asText())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the capture has no window of " + test));
    }

    private Capture changingNotes(Change change) {
        return new Capture(lines.stream()
                .flatMap(line -> isNote(line) ? change.apply(parse(line)).map(ObjectNode::toString) : Stream.of(line))
                .toList());
    }

    private static boolean isNote(String line) {
        return line.startsWith("{\"type\":\"vexfs-trace\"");
    }

    private static ObjectNode parse(String line) {
        try {
            return (ObjectNode) MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives what stands in the place of a note. */
    private interface Change {
        Stream<ObjectNode> apply(ObjectNode note);
    }

    /** Gives how long a search takes in the place of what was recorded. */
    interface SearchTime {
        long nanos(int search, long recorded);
    }
}
