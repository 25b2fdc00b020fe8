package org.vexfs.trace.event;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * What the library's own lines begin with where a program has a user's script, too: nothing that the script prints can be
 * taken for one of them.
 *
 * @param text 16 characters of {@code [0-9a-f]}
 */
public record LineTag(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    public LineTag {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("tag is '" + text + "', not 16 characters of [0-9a-f]");
        }
    }

    /** Gives the tag of a new trace, which nobody can guess. */
    public static LineTag random() {
        return new LineTag(String.format("%016x", new SecureRandom().nextLong()));
    }
}
