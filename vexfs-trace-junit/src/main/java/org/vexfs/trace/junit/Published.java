package org.vexfs.trace.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.JUnitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.report.TestFigures;
import org.vexfs.trace.report.WindowRecords;

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
    private final WindowRecords records;

    private Published(ActiveTest active, WindowRecords records) {
        this.active = active;
        this.records = records;
    }

    /** Publishes the figures, and the findings where there are some. */
    static void of(ExtensionContext context, ActiveTest active, WindowRecords records) {
        Published published = new Published(active, records);
        try {
            context.publishReportEntry(published.entries());
            String findings = records.findings();
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
        Map<String, String> entries = records.figures(active.window().capture().toString());
        entries.put(
                TestFigures.PREFIX + "attempt", Integer.toString(active.test().attempt()));
        return entries;
    }

    /** Another attempt, another test or another fork has another name. */
    private String fileName() {
        return "vexfs-trace-attempt-" + active.test().attempt() + "-"
                + ProcessHandle.current().pid() + "-" + FILES.incrementAndGet() + ".txt";
    }

    private static void write(Path file, String findings) throws IOException {
        OutputFile.replace(file, findings + "\n");
    }
}
