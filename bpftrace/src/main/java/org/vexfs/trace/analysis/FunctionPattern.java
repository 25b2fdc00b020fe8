package org.vexfs.trace.analysis;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Patterns of functions' names, in which {@code *} stands for any characters. */
public final class FunctionPattern {

    private final Pattern pattern;
    private final boolean nothing;

    private FunctionPattern(Collection<String> globs) {
        this.pattern = Pattern.compile(globs.stream()
                .map(glob -> Stream.of(glob.split("\\*", -1))
                        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
                        .collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|", "(", ")")));
        this.nothing = globs.isEmpty();
    }

    /** Makes the pattern of names that match any of those; none of them matches nothing. */
    public static FunctionPattern anyOf(Collection<String> globs) {
        return new FunctionPattern(globs);
    }

    /** Makes the pattern of names that match that one. */
    public static FunctionPattern of(String glob) {
        return new FunctionPattern(List.of(glob));
    }

    /** Gives whether a function has such a name. */
    public boolean matches(String function) {
        return !nothing && pattern.matcher(function).matches();
    }
}
