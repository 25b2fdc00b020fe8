package org.vexfs.trace.script;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.MarkerName;

/**
 * Makes one program of a user's script and of what a session needs: the markers, at which the script's maps are printed,
 * and a sign of life.
 *
 * <p>The script comes first, each line in its place, so that bpftrace names its lines as they are. What is added begins no
 * BEGIN, which bpftrace takes only once, and has no variable. Before each statement that prints stands one that counts
 * ({@link CountedPrints}), on the same line. The lines that it prints begin with the
 * {@link LineTag} of this trace:
 *
 * <ul>
 *   <li>{@code C time pid tid name printed}: a marker, with how many lines the script had printed; the maps come if it asks
 *       for them
 *   <li>{@code Z name}: the end of what the marker asked for
 *   <li>{@code H time}: ten times a second; also ends bpftrace when nobody reads
 * </ul>
 */
public final class CustomProgram {

    private static final String ADDED = """

            tracepoint:task:task_rename
            /(*(uint64 *)args->newcomm & 0x00ffffffffffffff) == MARKER/
            {
            	printf("TAG C %llu %d %d %s %lld\\n", nsecs, pid, tid, args->newcomm, PRINTED);
            	if ((*(uint64 *)args->newcomm >> 56) == DUMP) {
            MAPS	}
            	printf("TAG Z %s\\n", args->newcomm);
            }

            interval:ms:100
            {
            	printf("TAG H %llu\\n", nsecs);
            }
            """;

    /** The words in what is added, none of which a script may give another meaning. */
    static final Set<String> WORDS = Set.of(
            "tracepoint",
            "task",
            "task_rename",
            "uint64",
            "args",
            "newcomm",
            "printf",
            "print",
            "nsecs",
            "pid",
            "tid",
            "int64",
            "count",
            "interval",
            "ms");

    private static final Pattern PLACE = Pattern.compile("\\bstdin:(\\d+)(?:-(\\d+))?(?::(\\d+)(?:-(\\d+))?)?");

    private final CustomScript script;
    private final NavigableMap<Integer, String> insertions = new TreeMap<>();
    private final String text;

    private CustomProgram(CustomScript script, String config, String added) {
        this.script = script;
        insertions.put(script.declarationsEnd(), config);
        script.prints().forEach(place -> insertions.put(place, CountedPrints.COUNTING));
        StringBuilder program = new StringBuilder(script.text());
        insertions.descendingMap().forEach(program::insert);
        this.text = program + "\n" + added;
    }

    /**
     * Gives the program.
     *
     * @param trace five characters that mark this trace's markers
     * @param tag what the lines begin with that are not the script's
     * @param ringPages the size of the ring, in pages of 4 KiB, unless the script has a {@code config} block of its own
     */
    public static CustomProgram of(CustomScript script, String trace, LineTag tag, int ringPages) {
        Map<String, String> values = Map.of(
                "MARKER", ScriptValue.address(MarkerName.prefix(trace)).text(),
                "DUMP", ScriptValue.number(MarkerName.Kind.DUMP.letter()).text(),
                "MAPS",
                        script.maps().stream()
                                .map(map -> "\t\tprint(" + map.name() + ");\n")
                                .collect(Collectors.joining()),
                // A counter that nothing counts has no type (0.23).
                "PRINTED", script.prints().isEmpty() ? "(int64)0" : "(int64)" + CountedPrints.COUNTER,
                "TAG", tag.text());
        String added = Pattern.compile("\\b(MARKER|DUMP|PRINTED|TAG)\\b|MAPS")
                .matcher(ADDED)
                .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group())));
        return new CustomProgram(
                script,
                script.hasConfig()
                        ? ""
                        : "config = { perf_rb_pages = "
                                + ScriptValue.number(ringPages).text() + "; } ",
                added);
    }

    /** Gives its text. */
    public String text() {
        return text;
    }

    /** Gives the script that it was made of. */
    public CustomScript script() {
        return script;
    }

    /** Gives whether a message of bpftrace says that something in the program is wrong. */
    public boolean blames(String message) {
        return PLACE.matcher(message).find() && message.contains("ERROR");
    }

    /** Gives a message of bpftrace with the places as they are in the user's file. */
    public String located(String message) {
        return PLACE.matcher(message).replaceAll(found -> Matcher.quoteReplacement(place(found)));
    }

    private String place(MatchResult found) {
        int line = Integer.parseInt(found.group(1));
        if (line > 1 + script.text().chars().filter(each -> each == '\n').count()) {
            return "what is added behind " + script.file();
        }
        StringBuilder place = new StringBuilder(script.file() + ":" + line);
        if (found.group(2) != null) {
            place.append('-').append(found.group(2));
        }
        if (found.group(3) != null) {
            place.append(':').append(column(line, found.group(3)));
        }
        if (found.group(4) != null) {
            place.append('-').append(column(line, found.group(4)));
        }
        return place.toString();
    }

    /** What stands behind something that is put in on the same line is further on by its length. */
    private int column(int line, String told) {
        int column = Integer.parseInt(told);
        for (Map.Entry<Integer, String> insertion : insertions.entrySet()) {
            int at = insertion.getKey();
            int before = at - (script.text().lastIndexOf('\n', at - 1) + 1);
            if (ScriptCode.line(script.text(), at) == line && column > before) {
                column = Math.max(before + 1, column - insertion.getValue().length());
            }
        }
        return column;
    }
}
