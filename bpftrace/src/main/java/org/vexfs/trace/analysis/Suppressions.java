package org.vexfs.trace.analysis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.config.Suppression;

/**
 * Leaks that are known and do not count.
 *
 * <pre>{@code
 * assertThat(trace).noLeaks(Suppressions.of(
 *         Suppression.of("vexfs_cache_*", "the cache is filled once").withSize(64)));
 * }</pre>
 */
public final class Suppressions {

    private static final Suppressions NONE = new Suppressions(List.of());

    private final Map<Suppression, FunctionPattern> patterns = new LinkedHashMap<>();

    private Suppressions(List<Suppression> suppressions) {
        suppressions.forEach(suppression -> patterns.put(suppression, FunctionPattern.of(suppression.function())));
    }

    /** Gives those that suppress nothing. */
    public static Suppressions none() {
        return NONE;
    }

    public static Suppressions of(Suppression... suppressions) {
        return new Suppressions(List.of(suppressions));
    }

    public static Suppressions of(List<Suppression> suppressions) {
        return new Suppressions(suppressions);
    }

    /** Gives what it was made of, in order. */
    public List<Suppression> list() {
        return List.copyOf(patterns.keySet());
    }

    /**
     * Gives the judgement without the leaks that do not count, and with a remark on each suppression that a leak matches.
     * One that has expired suppresses nothing any more.
     */
    public MemoryJudgement apply(MemoryJudgement judgement, LocalDate today) {
        return apply(judgement, today, false);
    }

    /** Does the same, and has a remark on each suppression that no leak matches too. */
    public MemoryJudgement applyEach(MemoryJudgement judgement, LocalDate today) {
        return apply(judgement, today, true);
    }

    /** Gives those that have not expired and that a leak matches, whether or not another one matches it too. */
    public Set<Suppression> used(MemoryJudgement judgement, LocalDate today) {
        return patterns.keySet().stream()
                .filter(suppression -> !suppression.expired(today))
                .filter(suppression -> judgement.leakFindings().stream().anyMatch(leak -> matches(suppression, leak)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private MemoryJudgement apply(MemoryJudgement judgement, LocalDate today, boolean tellUnused) {
        List<Leak> remaining = new ArrayList<>(judgement.leakFindings());
        List<String> remarks = new ArrayList<>();
        for (Suppression suppression : patterns.keySet()) {
            // Another one may have taken the leaks that this one matches, which makes it no less used.
            List<Leak> all = judgement.leakFindings().stream()
                    .filter(leak -> matches(suppression, leak))
                    .toList();
            List<Leak> matching = all.stream().filter(remaining::contains).toList();
            if (suppression.expired(today)) {
                if (tellUnused || !matching.isEmpty()) {
                    remarks.add("the suppression of " + suppression + " expired on "
                            + suppression.expires().orElseThrow() + " and suppresses nothing any more");
                }
            } else if (!matching.isEmpty()) {
                remaining.removeAll(matching);
                long objects = matching.stream().mapToLong(Leak::count).sum();
                remarks.add(objects + (objects == 1 ? " object of " : " objects of ")
                        + matching.stream().mapToLong(Leak::bytes).sum()
                        + " bytes held do not count, by the suppression"
                        + " of " + suppression);
            } else if (tellUnused && all.isEmpty()) {
                remarks.add("the suppression of " + suppression + " matched nothing");
            }
        }
        return remarks.isEmpty() ? judgement : judgement.suppressing(remaining, remarks);
    }

    private boolean matches(Suppression suppression, Leak leak) {
        FunctionPattern function = patterns.get(suppression);
        return Stream.concat(Stream.of(leak.site()), leak.stack().stream())
                        .filter(CallSite::inModule)
                        .anyMatch(frame -> function.matches(frame.name()))
                && (suppression.size().isEmpty()
                        || leak.bytes() == suppression.size().getAsLong() * leak.count());
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
