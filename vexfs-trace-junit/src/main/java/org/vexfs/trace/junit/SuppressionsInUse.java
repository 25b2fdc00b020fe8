package org.vexfs.trace.junit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.config.SuppressionFile;
import org.vexfs.trace.report.RunRecord;

/** The suppressions of a file, and which of them the tests of this JVM had a use for. Safe for use by several threads. */
final class SuppressionsInUse {

    private final String file;
    private final Suppressions suppressions;
    private final Set<Suppression> used = new HashSet<>();

    private SuppressionsInUse(String file, Suppressions suppressions) {
        this.file = file;
        this.suppressions = suppressions;
    }

    static SuppressionsInUse none() {
        return new SuppressionsInUse("", Suppressions.none());
    }

    /**
     * Reads a file.
     *
     * @throws org.vexfs.trace.config.ConfigurationException if something in it is unknown or impossible
     */
    static SuppressionsInUse of(Path file) {
        return new SuppressionsInUse(file.toString(), Suppressions.of(SuppressionFile.load(file)));
    }

    /** Gives the judgement of what was traced on a day, without the leaks that do not count. */
    synchronized MemoryJudgement apply(MemoryJudgement judgement, LocalDate day) {
        used.addAll(suppressions.used(judgement, day));
        return suppressions.apply(judgement, day);
    }

    /** Gives for each what use it was. */
    synchronized List<RunRecord.SuppressionUse> uses(LocalDate today, long millis) {
        return suppressions.list().stream()
                .map(suppression -> new RunRecord.SuppressionUse(
                        file,
                        suppression.toString(),
                        suppression.expired(today)
                                ? suppression.expires().orElseThrow().toString()
                                : "",
                        used.contains(suppression),
                        millis))
                .toList();
    }
}
