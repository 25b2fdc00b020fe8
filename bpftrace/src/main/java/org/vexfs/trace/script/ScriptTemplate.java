package org.vexfs.trace.script;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A shipped script: bpftrace text that runs as it stands, and whose settings and parts can be chosen.
 *
 * <ul>
 *   <li>A setting is a value without parentheses followed by its name in a comment: {@code 0x0 /*TEXT_START*}{@code /}.
 *   <li>A part stands between {@code //: when CONDITION} and {@code //: end}; where the condition does not hold, the
 *       lines behind {@code //|} after {@code //: otherwise} take its place, if there are any. Parts may lie within others.
 * </ul>
 */
public final class ScriptTemplate {

    private static final Pattern SETTING = Pattern.compile("([^\\s()]+) /\\*([A-Z_]+)\\*/");

    private static final Pattern SECTION = Pattern.compile("^//: when (?:no )?section (\\w+)", Pattern.MULTILINE);

    private final String name;
    private final String text;

    private ScriptTemplate(String name, String text) {
        this.name = requireNonNull(name, "name is null");
        this.text = requireNonNull(text, "text is null");
    }

    /** Gives a shipped script, such as {@code vexfs_memory_trace}. */
    public static ScriptTemplate shipped(String name) {
        String resource = "/org/vexfs/trace/scripts/" + name + ".bt";
        try (InputStream stream = ScriptTemplate.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no script '" + name + "' is shipped");
            }
            return new ScriptTemplate(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped script " + resource, e);
        }
    }

    /** Gives a script of that text. */
    public static ScriptTemplate of(String name, String text) {
        return new ScriptTemplate(name, text);
    }

    /**
     * Gives what the script shows, as its head says behind its name.
     *
     * @throws IllegalStateException if its head does not
     */
    public String purpose() {
        Matcher matcher =
                Pattern.compile(" \\* " + Pattern.quote(name) + "\\.bt {2}(.+)").matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the head of script " + name + " does not say what it shows");
        }
        return matcher.group(1);
    }

    /** Gives the names of the parts that the configuration switches on and off, such as {@code lock_ops}. */
    public SortedSet<String> sections() {
        return SECTION.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Gives the program text.
     *
     * @param settings a value for each setting of the script, and for nothing else
     * @param holds whether a condition of the script holds
     * @throws IllegalArgumentException if a setting of the script has no value, or a value no setting
     */
    public String render(Map<String, ScriptValue> settings, Predicate<String> holds) {
        StringBuilder program = new StringBuilder(text.length());
        Set<String> used = new HashSet<>();
        // The parts that the line lies in, the innermost first.
        Deque<Part> parts = new ArrayDeque<>();
        for (String line : text.split("\n")) {
            boolean within = parts.stream().allMatch(Part::lets);
            if (line.startsWith("//: when ")) {
                String condition = line.substring("//: when ".length()).strip();
                parts.push(within && holds.test(condition) ? Part.TAKEN : within ? Part.LEFT_OUT : Part.SKIPPED);
            } else if (line.equals("//: otherwise")) {
                parts.push(parts.pop().otherwise());
            } else if (line.equals("//: end")) {
                parts.pop();
            } else if (within && !line.startsWith("#!")) {
                boolean replaces = parts.contains(Part.REPLACED);
                program.append(set(replaces ? line.replaceFirst("^//\\|", "") : line, settings, used))
                        .append('\n');
            }
        }
        // A setting inside a part that is left out is not used, but it is no mistake either.
        SETTING.matcher(text).results().forEach(setting -> used.add(setting.group(2)));
        if (!used.containsAll(settings.keySet())) {
            Set<String> unknown = new HashSet<>(settings.keySet());
            unknown.removeAll(used);
            throw new IllegalArgumentException("script " + name + " has no setting " + unknown);
        }
        return program.toString();
    }

    private String set(String line, Map<String, ScriptValue> settings, Set<String> used) {
        Matcher matcher = SETTING.matcher(line);
        StringBuilder result = new StringBuilder(line.length());
        while (matcher.find()) {
            ScriptValue value = settings.get(matcher.group(2));
            if (value == null) {
                throw new IllegalArgumentException("script " + name + ": no value for " + matcher.group(2));
            }
            used.add(matcher.group(2));
            matcher.appendReplacement(result, Matcher.quoteReplacement(value.text()));
        }
        return matcher.appendTail(result).toString();
    }

    private enum Part {
        /** Its condition holds. */
        TAKEN,
        /** Its condition does not hold. */
        LEFT_OUT,
        /** What stands for one whose condition does not hold. */
        REPLACED,
        /** It lies within one that is left out. */
        SKIPPED;

        boolean lets() {
            return this == TAKEN || this == REPLACED;
        }

        Part otherwise() {
            return switch (this) {
                case TAKEN -> LEFT_OUT;
                case LEFT_OUT -> REPLACED;
                case REPLACED, SKIPPED -> SKIPPED;
            };
        }
    }
}
