package org.vexfs.trace.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.UnmatchedPattern;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.script.SelectedOperations;
import org.vexfs.trace.script.TraceTarget;

/** Says what a trace attached to, and which of the configured patterns of functions match nothing. */
final class Attached {

    private final TraceConfig config;
    private final TraceTarget target;
    private final List<UnmatchedPattern> unmatched;

    private Attached(TraceConfig config, TraceTarget target, List<UnmatchedPattern> unmatched) {
        this.config = config;
        this.target = target;
        this.unmatched = unmatched;
    }

    static Attached of(TraceConfig config, TraceTarget target) {
        // Of a module that is not there yet, nobody knows what its functions will be.
        List<UnmatchedPattern> unmatched = target.operations().isEmpty()
                ? List.of()
                : UnmatchedPattern.in(
                        config,
                        ConfigLoader.shipped(),
                        target.operations(),
                        target.symbols().functions().values());
        return new Attached(config, target, unmatched);
    }

    /** Gives what is traced; of the shipped configuration's patterns some match nothing, as it serves several modules. */
    String text() {
        String module = target.symbols().module();
        int leftOut = SelectedOperations.of(config.operations(), target.operations())
                .leftOut()
                .size();
        String traced = target.operations().isEmpty()
                ? "module " + module + " is traced, which is not loaded yet"
                : target.operations().size() - leftOut + " functions of module " + module
                        + " are traced, which match " + String.join(", ", config.functions())
                        + (leftOut == 0
                                ? ""
                                : "; " + leftOut
                                        + " more are not, as kernel_trace.filesystem_ops or lock_ops is false");
        Map<String, String> byKey = unmatched.stream()
                .filter(UnmatchedPattern::shipped)
                .collect(Collectors.groupingBy(
                        UnmatchedPattern::key,
                        TreeMap::new,
                        Collectors.mapping(UnmatchedPattern::pattern, Collectors.joining(", "))));
        return byKey.isEmpty()
                ? traced
                : traced + "; of the shipped configuration, these patterns match none of its functions:\n"
                        + byKey.entrySet().stream()
                                .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining("\n"));
    }

    /** Gives which patterns of the user's own match nothing, and what to do; empty where each matches something. */
    Optional<String> warning() {
        List<String> lines = unmatched.stream()
                .filter(pattern -> !pattern.shipped())
                .map(pattern -> "  " + pattern.key() + ": " + pattern.text())
                .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("patterns that are configured match no function of module "
                        + target.symbols().module() + " that is traced, and so have no effect:\n"
                        + String.join("\n", lines));
    }
}
