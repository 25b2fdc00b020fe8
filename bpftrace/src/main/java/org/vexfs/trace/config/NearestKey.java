package org.vexfs.trace.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant who wrote a key, or a command, that does not exist. */
public final class NearestKey {

    private NearestKey() {}

    /** Gives the known one that takes the fewest changes of a letter to get to. */
    public static String of(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .orElseThrow();
    }

    /** Gives the Levenshtein distance (Wagner and Fischer's algorithm, one row kept). */
    private static int distance(String first, String second) {
        int[] row = new int[second.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= first.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length(); j++) {
                int substituted = diagonal + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[second.length()];
    }
}
