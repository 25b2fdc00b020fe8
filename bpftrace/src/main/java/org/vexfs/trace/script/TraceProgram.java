package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vexfs.trace.config.TraceScript;

/**
 * Makes one program of one or several scripts. What bpftrace takes only once (the configuration, the beginning and the
 * end), and what must happen at one point (all that a marker asks for), is put together in one block.
 */
public final class TraceProgram {

    /** What is said once for all scripts, last. */
    private static final String MARKER_END = "\tprintf(\"Z\\n\");";

    private static final List<String> SHARED =
            List.of("config", "BEGIN", "END", "interval:", "tracepoint:task:task_rename");

    private static final List<String> SAID_ONCE =
            List.of("\tmax_map_keys", "\tperf_rb_pages", "\ton_stack_limit", "\tprintf(\"R ", "\tprintf(\"H ");

    /** The memory script comes first: {@code MissedRuns} knows its programs by their place. */
    private static final List<TraceScript> ORDER =
            List.of(TraceScript.MEMORY, TraceScript.KERNEL, TraceScript.PERFORMANCE);

    private TraceProgram() {}

    /** Gives the program. */
    public static String text(TraceTarget target, ProgramOptions options) {
        List<String> texts = ORDER.stream()
                .filter(options.scripts()::contains)
                .map(script -> script == TraceScript.MEMORY
                        ? MemoryProgram.text(target, options.trace(), options.ringPages(), options.maxObjects())
                        : OperationProgram.text(script, target, options))
                .toList();
        return texts.size() == 1 ? texts.get(0) : merge(texts);
    }

    private static String merge(List<String> texts) {
        List<Block> blocks = new ArrayList<>();
        for (String text : texts) {
            for (Block block : blocks(text)) {
                OptionalInt same = block.isShared()
                        ? IntStream.range(0, blocks.size())
                                .filter(i -> blocks.get(i).head().equals(block.head()))
                                .findFirst()
                        : OptionalInt.empty();
                if (same.isPresent()) {
                    blocks.set(same.getAsInt(), blocks.get(same.getAsInt()).and(block));
                } else {
                    blocks.add(block);
                }
            }
        }
        return blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
    }

    /** Takes a script apart; what stands between its blocks is of no use to bpftrace. */
    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> head = new ArrayList<>();
        List<String> body = null;
        for (String line : text.split("\n")) {
            if (body != null && line.equals("}")) {
                blocks.add(new Block(String.join("\n", head), body));
                head = new ArrayList<>();
                body = null;
            } else if (body != null) {
                body.add(line);
            } else if (!line.isBlank() && !line.startsWith("/*") && !line.startsWith(" *")) {
                head.add(line);
                body = line.endsWith("{") ? new ArrayList<>() : null;
            }
        }
        return blocks;
    }

    /**
     * A probe's program, or the configuration.
     *
     * @param head its lines up to the brace that opens it; several probes may share one
     * @param body the lines between the braces
     */
    private record Block(String head, List<String> body) {

        boolean isShared() {
            return SHARED.stream().anyMatch(head::startsWith);
        }

        /** Gives both in one, the marker's end once and last, and once what every script says alike. */
        Block and(Block other) {
            List<String> lines = new ArrayList<>(body);
            lines.remove(MARKER_END);
            other.body.stream()
                    .filter(line -> SAID_ONCE.stream().noneMatch(line::startsWith) || !lines.contains(line))
                    .forEach(lines::add);
            return new Block(head, lines);
        }

        String text() {
            return head + "\n" + body.stream().map(line -> line + "\n").collect(Collectors.joining()) + "}\n";
        }
    }
}
