package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexfs.trace.report.MemoryFigures.LeakFigures;
import org.vexfs.trace.report.Quantity;

/**
 * Whose calls the leaked bytes were allocated in: a frame is as wide as the bytes allocated within it, with its callers
 * above it.
 *
 * @see <a href="https://queue.acm.org/detail.cfm?id=2927301">Brendan Gregg, The Flame Graph, 2016</a>
 */
final class FlameGraph {

    private static final int ROW = 18;
    private static final double NARROWEST = 1;

    /** A character's width, in the style sheet's font for frames. */
    private static final double CHARACTER = 6;

    private static final int FEWEST_CHARACTERS = 4;
    private static final int COLOURS = 5;

    private final StringBuilder markup = new StringBuilder();
    private final double total;
    private int depth;

    private FlameGraph(double total) {
        this.total = total;
    }

    /** A function with what was allocated within it. */
    private static final class Frame {
        private final Map<String, Frame> callees = new TreeMap<>();
        private long bytes;
        private long objects;
    }

    /** Gives the graph of the leaks that count; nothing where no byte leaked. */
    static Optional<Chart> of(List<LeakFigures> leaks, String id) {
        Frame root = new Frame();
        leaks.stream().filter(leak -> !leak.suppressed()).forEach(leak -> add(leak, root));
        if (root.bytes <= 0) {
            return Optional.empty();
        }
        FlameGraph graph = new FlameGraph(root.bytes);
        graph.draw("all leaked bytes", root, 0, 0);
        return Optional.of(new Chart(
                id + "-flame",
                "Leaked bytes by call stack, callers above",
                description(leaks, root),
                (graph.depth + 1) * ROW,
                graph.markup.toString(),
                List.of()));
    }

    private static void add(LeakFigures leak, Frame root) {
        Frame frame = root;
        grow(root, leak);
        for (String function : outermostFirst(leak)) {
            frame = frame.callees.computeIfAbsent(function, name -> new Frame());
            grow(frame, leak);
        }
    }

    private static void grow(Frame frame, LeakFigures leak) {
        frame.bytes += Math.max(0, leak.bytes());
        frame.objects += leak.objects();
    }

    /** Gives a leak's stack as tools for flame graphs read it: functions, outermost first, and bytes. */
    static String folded(LeakFigures leak) {
        return String.join(";", outermostFirst(leak)) + " " + leak.bytes();
    }

    private static List<String> outermostFirst(LeakFigures leak) {
        List<String> frames = new ArrayList<>(leak.stack().isEmpty() ? List.of(leak.function()) : leak.stack());
        Collections.reverse(frames);
        return frames.stream().map(FlameGraph::function).toList();
    }

    /** Of a place that is the function with its offset, and perhaps its source. */
    private static String function(String place) {
        String symbol = place.replaceFirst(" \\(.*", "");
        int offset = symbol.lastIndexOf("+0x");
        return (offset > 0 ? symbol.substring(0, offset) : symbol).replace(';', ':');
    }

    private void draw(String name, Frame frame, double from, int level) {
        double width = Plot.WIDTH * frame.bytes / total;
        if (width < NARROWEST) {
            return;
        }
        depth = Math.max(depth, level);
        int y = level * ROW;
        String title = name + ": " + Quantity.count(frame.bytes, "byte") + " in "
                + Quantity.count(frame.objects, "object") + ", "
                + Quantity.percent(100 * frame.bytes / total);
        markup.append("<g><title>")
                .append(HtmlText.escape(title))
                .append("</title><rect class=\"h")
                .append(level == 0 ? 0 : 1 + Math.floorMod(name.hashCode(), COLOURS - 1))
                .append("\" x=\"")
                .append(number(from))
                .append("\" y=\"")
                .append(y)
                .append("\" width=\"")
                .append(number(Math.max(NARROWEST, width - 0.5)))
                .append("\" height=\"")
                .append(ROW - 1)
                .append("\"/>");
        int room = (int) ((width - 6) / CHARACTER);
        if (room >= FEWEST_CHARACTERS) {
            markup.append("<text class=\"ft\" x=\"")
                    .append(number(from + 3))
                    .append("\" y=\"")
                    .append(y + 12)
                    .append("\">")
                    .append(HtmlText.escape(Shortened.to(room, name)))
                    .append("</text>");
        }
        markup.append("</g>");
        double at = from;
        for (Map.Entry<String, Frame> callee : frame.callees.entrySet()) {
            draw(callee.getKey(), callee.getValue(), at, level + 1);
            at += Plot.WIDTH * callee.getValue().bytes / total;
        }
    }

    private static String description(List<LeakFigures> leaks, Frame root) {
        return Quantity.count(root.bytes, "byte") + " in " + Quantity.count(root.objects, "object") + ": "
                + leaks.stream()
                        .filter(leak -> !leak.suppressed())
                        .limit(5)
                        .map(leak -> Quantity.count(leak.bytes(), "byte") + " at " + leak.function())
                        .collect(Collectors.joining("; "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
