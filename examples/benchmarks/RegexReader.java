package org.vexfs.trace.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;

/** Reads a trace as one would without this library: line by line, by a pattern for each kind of line. */
final class RegexReader {

    private static final Pattern ALLOCATION =
            line("A (\\d+) (\\d+) (\\d+) ([0-9a-f]+) (\\d+) (\\d+) ([0-9a-f]+) (\\w) ?(.*)");
    private static final Pattern FREE = line("F (\\d+) (\\d+) (\\d+) ([0-9a-f]+) ([0-9a-f]+) (\\d+)");
    private static final Pattern OPERATION =
            line("O (\\d+) (\\d+) (\\d+) (\\d+) (\\S+) (-?\\d+) (-?\\d+)" + " ([0-9a-f]+)".repeat(5));
    private static final Pattern NEWLINE = Pattern.compile("\\\\n");

    private RegexReader() {}

    private static Pattern line(String payload) {
        return Pattern.compile("\\{\"type\": \"printf\", \"data\": \"" + payload + "\\\\n\"\\}");
    }

    /** Reads to the end, and leaves out what is no allocation, no free and no call. */
    static void read(BufferedReader lines, Consumer<TraceEvent> events) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            TraceEvent event = event(line);
            if (event != null) {
                events.accept(event);
            }
        }
    }

    /** Gives what a line tells; null for any other line. */
    static TraceEvent event(String line) {
        Matcher allocation = ALLOCATION.matcher(line);
        if (allocation.matches()) {
            return allocation(allocation);
        }
        Matcher free = FREE.matcher(line);
        if (free.matches()) {
            return new Free(
                    decimal(free, 1),
                    (int) decimal(free, 2),
                    (int) decimal(free, 3),
                    hexadecimal(free.group(4)),
                    hexadecimal(free.group(5)),
                    Free.Kind.LIVE,
                    decimal(free, 6));
        }
        Matcher operation = OPERATION.matcher(line);
        return operation.matches() ? operation(operation) : null;
    }

    private static Allocation allocation(MatchResult found) {
        long[] frames = NEWLINE.splitAsStream(found.group(9))
                .filter(frame -> !frame.isEmpty())
                .mapToLong(RegexReader::hexadecimal)
                .toArray();
        return new Allocation(
                decimal(found, 1),
                (int) decimal(found, 2),
                (int) decimal(found, 3),
                hexadecimal(found.group(4)),
                decimal(found, 5),
                decimal(found, 6),
                hexadecimal(found.group(7)),
                MemoryKind.of(found.group(8).charAt(0)).orElseThrow(),
                frames.length == 0 ? CallStack.EMPTY : new CallStack(frames));
    }

    private static Operation operation(MatchResult found) {
        Long[] arguments = new Long[5];
        Arrays.setAll(arguments, i -> hexadecimal(found.group(8 + i)));
        return new Operation(
                decimal(found, 1),
                decimal(found, 6),
                (int) decimal(found, 2),
                (int) decimal(found, 3),
                (int) decimal(found, 4),
                found.group(5),
                decimal(found, 7),
                List.of(arguments));
    }

    private static long decimal(MatchResult found, int group) {
        return Long.parseLong(found.group(group));
    }

    private static long hexadecimal(String text) {
        return Long.parseUnsignedLong(text, 16);
    }
}
