package org.vexfs.trace.report.html;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;

/**
 * What the page says of every test.
 *
 * @param anchor where it stands
 * @param name what to call it
 * @param className its class, in full
 * @param status how it stands
 * @param outcome what JUnit says of it, such as {@code FAILED}
 * @param failedByItself whether what the test itself asserts failed, as a latency may have
 * @param began when it began
 * @param capture the file that its events went to
 * @param headline what was found, in a line; empty if nothing was
 * @param standing how it stands against the baseline; null where nothing was compared
 */
record TestHead(
        String anchor,
        String name,
        String className,
        Status status,
        String outcome,
        boolean failedByItself,
        String began,
        String capture,
        String headline,
        @Nullable Standing standing) {

    private static final int MOST_OF_A_NAME = 120;
    private static final int MOST_OF_A_LINE = 200;

    static TestHead of(ComparedRun compared, String anchor) {
        TestRun run = compared.run();
        return new TestHead(
                anchor,
                name(run),
                text(run.started().className()),
                Status.of(compared),
                run.finished().map(end -> text(end.status())).orElse("its JVM ended within it"),
                run.finished().map(end -> "FAILED".equals(end.status())).orElse(false),
                began(run),
                text(run.started().capture()),
                headline(compared),
                Standing.of(compared).orElse(null));
    }

    private static String name(TestRun run) {
        RunRecord.Started started = run.started();
        String name = started.displayName() == null || started.displayName().isBlank()
                ? text(started.className()) + "." + text(started.reportedName())
                : started.displayName();
        return Shortened.to(MOST_OF_A_NAME, name)
                + (started.attempt() <= 1 ? "" : " (attempt " + Quantity.number(started.attempt()) + ")");
    }

    private static String began(TestRun run) {
        return Instant.ofEpochMilli(run.started().startedAt())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    private static String headline(ComparedRun compared) {
        return Stream.concat(compared.run().text().lines(), compared.regressions())
                .findFirst()
                .map(line -> Shortened.to(MOST_OF_A_LINE, line))
                .orElse("");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : Shortened.to(MOST_OF_A_LINE, text);
    }

    boolean toLookAt() {
        return status.compareTo(Status.PASSED) < 0 || failedByItself;
    }
}
