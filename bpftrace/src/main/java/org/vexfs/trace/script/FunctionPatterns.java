package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Patterns of functions that match some and no others: each attaches at once, whereas names attach one by one. */
public final class FunctionPatterns {

    private final NavigableSet<String> others;
    private final List<String> patterns = new ArrayList<>();

    private FunctionPatterns(Collection<String> others) {
        this.others = new TreeSet<>(others);
    }

    /**
     * Gives beginnings of names with {@code *} behind them, and names where no beginning will do, in alphabetical order.
     *
     * @param wanted the functions that one of the patterns matches
     * @param others all other functions, none of which any pattern matches, unless it has the name of a wanted one
     */
    public static List<String> matching(Collection<String> wanted, Collection<String> others) {
        FunctionPatterns patterns = new FunctionPatterns(others);
        patterns.cover(List.copyOf(new TreeSet<>(wanted)));
        return List.copyOf(patterns.patterns);
    }

    private void cover(List<String> sorted) {
        if (sorted.size() <= 1) {
            patterns.addAll(sorted);
            return;
        }
        String first = sorted.get(0);
        int length = commonLength(first, sorted.get(sorted.size() - 1));
        String beginning = first.substring(0, length);
        if (!anyOtherBegins(beginning)) {
            patterns.add(beginning + "*");
            return;
        }
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || next(sorted.get(i), length) != next(sorted.get(from), length)) {
                cover(sorted.subList(from, i));
                from = i;
            }
        }
    }

    private boolean anyOtherBegins(String beginning) {
        String other = others.ceiling(beginning);
        return other != null && other.startsWith(beginning);
    }

    private static int next(String name, int length) {
        return name.length() == length ? -1 : name.charAt(length);
    }

    private static int commonLength(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }
}
