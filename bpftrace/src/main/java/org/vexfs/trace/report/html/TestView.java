package org.vexfs.trace.report.html;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;

/**
 * A test's section of the page.
 *
 * @param anchor where it stands
 * @param name what to call it
 * @param className its class, in full
 * @param status how it stands
 * @param outcome what JUnit says of it, such as {@code FAILED}
 * @param failedByItself whether what it asserts itself failed
 * @param began when it began
 * @param capture the file that its events went to
 * @param headline what was found, in a line; empty if nothing was
 * @param finding what was found; empty if nothing was
 * @param memory what its memory came to; null where that was not traced
 * @param operations what its operations came to; null where they were not traced
 * @param charts its charts
 * @param notes what is missing here
 * @param brief whether there is no room for more than its head
 */
record TestView(
        String anchor,
        String name,
        String className,
        Status status,
        String outcome,
        boolean failedByItself,
        String began,
        String capture,
        String headline,
        String finding,
        @Nullable MemoryView memory,
        @Nullable OperationsView operations,
        TestCharts charts,
        List<String> notes,
        boolean brief) {

    static final int MOST_OF_A_NAME = 120;
    private static final int MOST_OF_A_LINE = 200;
    private static final int MOST_OF_A_FINDING = 10_000;

    /** Gives the section of a run of a test; what its records have wrong is left out, and told. */
    static TestView of(TestRun run, String anchor, TestCharts charts) {
        try {
            return new TestView(
                    anchor,
                    name(run),
                    text(run.started().className()),
                    Status.of(run),
                    outcome(run),
                    failedByItself(run),
                    began(run),
                    text(run.started().capture()),
                    headline(run),
                    Shortened.to(MOST_OF_A_FINDING, finding(run)),
                    MemoryView.of(run),
                    OperationsView.of(run),
                    charts,
                    List.of(),
                    false);
        } catch (RuntimeException e) {
            return brief(run, anchor, List.of("Its records are not as expected, and not all shown: " + e));
        }
    }

    /** Gives nothing but the head of a test's section. */
    static TestView brief(TestRun run, String anchor, List<String> notes) {
        return new TestView(
                anchor,
                name(run),
                text(run.started().className()),
                Status.of(run),
                outcome(run),
                failedByItself(run),
                began(run),
                text(run.started().capture()),
                headline(run),
                "",
                null,
                null,
                TestCharts.NONE,
                notes,
                true);
    }

    static String name(TestRun run) {
        RunRecord.Started started = run.started();
        String name = started.displayName() == null || started.displayName().isBlank()
                ? text(started.className()) + "." + text(started.reportedName())
                : started.displayName();
        return Shortened.to(MOST_OF_A_NAME, name)
                + (started.attempt() <= 1 ? "" : " (attempt " + Quantity.number(started.attempt()) + ")");
    }

    static String outcome(TestRun run) {
        return run.finished().map(end -> text(end.status())).orElse("its JVM ended within it");
    }

    /** Gives whether what the test itself asserts failed, as a latency may have. */
    static boolean failedByItself(TestRun run) {
        return run.finished().map(end -> "FAILED".equals(end.status())).orElse(false);
    }

    private static String began(TestRun run) {
        return Instant.ofEpochMilli(run.started().startedAt())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    /** One that was aborted before it was judged has nothing to find. */
    private static String finding(TestRun run) {
        return run.aborted() && !run.judged() ? "" : run.text();
    }

    private static String headline(TestRun run) {
        return run.text()
                .lines()
                .findFirst()
                .map(line -> Shortened.to(MOST_OF_A_LINE, line))
                .orElse("");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : Shortened.to(MOST_OF_A_LINE, text);
    }

    boolean toLookAt() {
        return status == Status.FAILED || status == Status.INCONCLUSIVE || failedByItself;
    }
}
