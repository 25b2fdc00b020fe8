package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the functions that somebody may have meant whose pattern matches none. */
public final class NearestFunctions {

    /** How many are told. */
    private static final int MOST = 3;

    private NearestFunctions() {}

    /** Gives the functions that some pattern takes the fewest changes of a letter to match, the nearest first, 3 at most. */
    public static List<String> to(Collection<String> globs, Collection<String> functions) {
        return functions.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String function) -> globs.stream()
                                .mapToInt(glob -> distance(glob, function))
                                .min()
                                .orElse(0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Gives the Levenshtein distance (Wagner and Fischer's algorithm, one row kept), in which {@code *} is any text. */
    private static int distance(String glob, String function) {
        int[] row = new int[function.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= glob.length(); i++) {
            boolean any = glob.charAt(i - 1) == '*';
            int diagonal = row[0];
            row[0] += any ? 0 : 1;
            for (int j = 1; j <= function.length(); j++) {
                int substituted = diagonal + (glob.charAt(i - 1) == function.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = any ? Math.min(row[j], row[j - 1]) : Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[function.length()];
    }
}
