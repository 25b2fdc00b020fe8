package org.vexfs.trace.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.JUnitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestFigures;
import org.vexfs.trace.session.WindowJudgement;

/**
 * What a test's window came to, as JUnit's own report entries and files, which IDEs, build tools and Open Test Reporting
 * show beside the test.
 *
 * <p>The capture is named, never copied: all tests of a run share it.
 */
final class Published {

    private static final Logger LOGGER = LoggerFactory.getLogger(Published.class);

    /** How many files this JVM published: JUnit's folders may be the same for tests whose names differ in a letter. */
    private static final AtomicInteger FILES = new AtomicInteger();

    private final ActiveTest active;
    private final Optional<RunRecord.Window> memory;
    private final Optional<RunRecord.Operations> operations;
    private final Optional<RunRecord.Custom> custom;

    private Published(ActiveTest active, WindowJudgement judgement) {
        this.active = active;
        this.memory = judgement.memory().map(found -> RunRecord.Window.of(active.test(), active.window(), found));
        this.operations =
                judgement.operations().map(found -> RunRecord.Operations.of(active.test(), active.window(), found));
        this.custom = judgement.custom().map(found -> RunRecord.Custom.of(active.test(), active.window(), found));
    }

    /** Publishes the figures, and the findings where there are some. */
    static void of(ExtensionContext context, ActiveTest active, WindowJudgement judgement) {
        Published published = new Published(active, judgement);
        try {
            context.publishReportEntry(published.entries());
            String findings = published.findings();
            if (!findings.isEmpty()) {
                context.publishFile(published.fileName(), MediaType.TEXT_PLAIN_UTF_8, file -> write(file, findings));
            }
        } catch (JUnitException e) {
            // The build is judged by the run's records: a folder that cannot be written takes no verdict.
            LOGGER.warn(
                    "what was found in {} is not in JUnit's reports: {}",
                    active.test().displayName(),
                    e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause());
        }
    }

    private Map<String, String> entries() {
        Map<String, String> entries = TestFigures.of(
                memory, operations, custom, active.window().capture().toString());
        entries.put(
                TestFigures.PREFIX + "attempt", Integer.toString(active.test().attempt()));
        return entries;
    }

    private String findings() {
        return Stream.of(
                        memory.map(RunRecord.Window::text),
                        operations.map(RunRecord.Operations::text),
                        custom.map(RunRecord.Custom::text))
                .flatMap(Optional::stream)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** Another attempt, another test or another fork has another name. */
    private String fileName() {
        return "vexfs-trace-attempt-" + active.test().attempt() + "-"
                + ProcessHandle.current().pid() + "-" + FILES.incrementAndGet() + ".txt";
    }

    private static void write(Path file, String findings) throws IOException {
        Files.writeString(
                file,
                findings + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
    }
}
