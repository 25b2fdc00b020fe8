package org.vexfs.trace.script;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.event.CustomMap;

/** A user's own script, read and checked: that it can be put together with what a session needs, and cannot end it. */
public final class CustomScript {

    /** bpftrace is given the program as one argument, which the kernel takes up to 128 KiB of. */
    private static final int MOST_BYTES = 96 * 1024;

    private static final Pattern SHEBANG = Pattern.compile("\\A#!.*");
    private static final Pattern DECLARATION =
            Pattern.compile("\\s*\\b(?:struct|union|enum)\\b[^{;]*(?:\\{\\s*}\\s*;?|;)");
    private static final Pattern CONFIG = Pattern.compile("\\s*config\\s*=");
    private static final Pattern DEFINED =
            Pattern.compile("^\\s*#\\s*define\\s+(\\w+)|\\b(?:macro|fn)\\s+(\\w+)", Pattern.MULTILINE);
    private static final Pattern MISSING_PROBES = Pattern.compile("\\bmissing_probes\\s*=(?!\\s*\"?error\\b)");
    private static final Pattern WILDCARD =
            Pattern.compile("\\b(kprobe|kretprobe|k|kr|uprobe|uretprobe|u|ur)(:[^\\s,{\"]*\\*[^\\s,{\"]*)");

    /** What a script must not do, and why. */
    private static final Map<Pattern, String> REFUSED = refused();

    private final Path file;
    private final String text;
    private final List<CustomMap> maps;
    private final List<Integer> prints;
    private final int declarationsEnd;
    private final boolean hasConfig;
    private final Map<String, Integer> patterns = new TreeMap<>();

    private CustomScript(Path file, String text) throws ScriptCode.ScriptFault {
        this.file = file;
        this.text = text;
        ScriptCode read = ScriptCode.of(text);
        requireNoneRefused(read.code());
        requireNoneRedefined(read);
        this.maps = MapsInCode.in(read.code());
        this.prints = CountedPrints.in(read.code());
        if (maps.stream().anyMatch(map -> map.name().equals(CountedPrints.COUNTER))) {
            throw new ScriptCode.ScriptFault(
                    1,
                    "it has a map " + CountedPrints.COUNTER + ", which is the library's. Remedy: give it another name");
        }
        this.declarationsEnd = declarationsEnd(read.heads());
        this.hasConfig = CONFIG.matcher(read.heads())
                .region(declarationsEnd, text.length())
                .lookingAt();
        Matcher matcher = WILDCARD.matcher(read.heads());
        while (matcher.find()) {
            patterns.putIfAbsent(listed(matcher), ScriptCode.line(text, matcher.start()));
        }
        if (read.heads().indexOf('{', hasConfig ? read.heads().indexOf('}', declarationsEnd) : declarationsEnd) < 0) {
            throw new ScriptCode.ScriptFault(1, "it probes nothing: it has no block");
        }
    }

    private static Map<Pattern, String> refused() {
        Map<Pattern, String> refused = new LinkedHashMap<>();
        refused.put(
                Pattern.compile("(?<![\\w@$])exit\\s*\\("),
                "exit() would end the trace of every test that comes after. Remedy: leave it out; the trace ends with the run");
        refused.put(
                Pattern.compile("\\$(?:\\d+|#)"),
                "a script is given no parameters here. Remedy: write the value itself");
        refused.put(
                Pattern.compile("(?<![\\w@$])(?:system|signal|override)\\s*\\("),
                "this changes what runs, and bpftrace allows it only with --unsafe, which is never given. Remedy: leave it"
                        + " out, and do it in the test");
        return refused;
    }

    /**
     * Reads a script.
     *
     * @throws ConfigurationException if it cannot be read, or does what no script may do here
     */
    public static CustomScript read(Path file) {
        if (!Files.exists(file)) {
            throw wrong(file, "there is no such file", "create it, or name another one");
        }
        if (!Files.isRegularFile(file)) {
            throw wrong(file, "that is no regular file", "name a file with bpftrace's language in it");
        }
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw wrong(
                        file,
                        "it has " + size + " bytes",
                        "make it smaller; at most " + MOST_BYTES + " can be given to bpftrace");
            }
            return of(file, decode(file, Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ConfigurationException(
                    subject(file) + ": it cannot be read: " + e + ". Remedy: see who may read it", e);
        }
    }

    private static String decode(Path file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw wrong(file, "it has a NUL character", "remove it; bpftrace would not see what comes after");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw wrong(file, "it is not UTF-8 text", "name a file with bpftrace's language in it");
        }
    }

    /**
     * Gives a script of that text.
     *
     * @param file where it is from, for messages
     * @throws ConfigurationException if it does what no script may do here
     */
    public static CustomScript of(Path file, String text) {
        try {
            return new CustomScript(file, SHEBANG.matcher(text).replaceFirst(""));
        } catch (ScriptCode.ScriptFault e) {
            throw new ConfigurationException(subject(file) + ", line " + e.line() + ": " + e.getMessage());
        }
    }

    private void requireNoneRefused(String code) throws ScriptCode.ScriptFault {
        for (Map.Entry<Pattern, String> each : REFUSED.entrySet()) {
            Matcher matcher = each.getKey().matcher(code);
            if (matcher.find()) {
                throw new ScriptCode.ScriptFault(ScriptCode.line(code, matcher.start()), each.getValue());
            }
        }
        Matcher missing = MISSING_PROBES.matcher(text);
        while (missing.find()) {
            // Not in a comment, nor in a string.
            if (code.startsWith("missing_probes", missing.start())) {
                throw new ScriptCode.ScriptFault(
                        ScriptCode.line(text, missing.start()),
                        "a probe that could not be attached would look like one that never fired. Remedy: leave"
                                + " missing_probes out");
            }
        }
    }

    /** A macro replaces its name in the lines that are added, too. */
    private void requireNoneRedefined(ScriptCode read) throws ScriptCode.ScriptFault {
        Matcher matcher = DEFINED.matcher(text);
        while (matcher.find()) {
            boolean directive = matcher.group(1) != null;
            String name = directive ? matcher.group(1) : matcher.group(2);
            boolean meant = directive || read.heads().startsWith(matcher.group(), matcher.start());
            if (meant && CustomProgram.WORDS.contains(name)) {
                throw new ScriptCode.ScriptFault(
                        ScriptCode.line(text, matcher.start(directive ? 1 : 2)),
                        "'" + name
                                + "' is defined anew, which the lines use that the library adds to the script. Remedy:"
                                + " give it another name");
            }
        }
    }

    private static int declarationsEnd(String heads) {
        Matcher matcher = DECLARATION.matcher(heads);
        int end = 0;
        while (matcher.region(end, heads.length()).lookingAt()) {
            end = matcher.end();
        }
        while (end < heads.length() && Character.isWhitespace(heads.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Gives a pattern as bpftrace lists what matches it, which it does by the function and not by its return. */
    private static String listed(Matcher matcher) {
        boolean user = matcher.group(1).startsWith("u");
        String pattern = matcher.group(2);
        int predicate = user ? -1 : pattern.indexOf('/');
        return (user ? "uprobe" : "kprobe") + (predicate < 0 ? pattern : pattern.substring(0, predicate));
    }

    /** Gives the file. */
    public Path file() {
        return file;
    }

    /** Gives its maps, in the order in which they come. */
    public List<CustomMap> maps() {
        return maps;
    }

    /**
     * Gives the patterns of functions that it probes, each with its line. Of one that matches nothing bpftrace says nothing
     * (0.23.2), and it would look like a probe that never fired.
     */
    public Map<String, Integer> patterns() {
        return Map.copyOf(patterns);
    }

    /** Gives the text. */
    String text() {
        return text;
    }

    /** Gives the places of the statements that print a line. */
    List<Integer> prints() {
        return prints;
    }

    /** Gives where, behind its declarations, it begins to probe. */
    int declarationsEnd() {
        return declarationsEnd;
    }

    /** Gives whether it configures bpftrace itself. */
    boolean hasConfig() {
        return hasConfig;
    }

    /** Gives what is wrong with a line. */
    public ConfigurationException wrong(int line, String what, String remedy) {
        return new ConfigurationException(subject(file) + ", line " + line + ": " + what + ". Remedy: " + remedy);
    }

    private static ConfigurationException wrong(Path file, String what, String remedy) {
        return new ConfigurationException(subject(file) + ": " + what + ". Remedy: " + remedy);
    }

    private static String subject(Path file) {
        return "custom_trace.file is '" + file + "'";
    }

    @Override
    public String toString() {
        return file + " (maps: " + maps.stream().map(CustomMap::name).collect(Collectors.joining(", ")) + ")";
    }
}
