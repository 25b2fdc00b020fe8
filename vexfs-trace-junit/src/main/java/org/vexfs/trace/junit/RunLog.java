package org.vexfs.trace.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.RecordFile;
import org.vexfs.trace.report.RunEnvironment;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.WindowRecords;
import org.vexfs.trace.session.TestId;

/**
 * What this JVM writes down of its traced tests.
 *
 * <p>There is one for the JVM, because two parties that JUnit creates separately meet in it: the listener, which alone
 * learns the names that Surefire reports, and the extension, which alone learns that a test is traced.
 */
final class RunLog {

    static final RunLog INSTANCE = new RunLog();

    private static final Logger LOGGER = LoggerFactory.getLogger(RunLog.class);

    private final String fileName = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")) + "-"
            + ProcessHandle.current().pid() + RunRecords.SUFFIX;
    private final long began = System.currentTimeMillis();
    private final long beganNanos = System.nanoTime();
    private final Map<String, Names> names = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Path> traced = new HashMap<>();
    private final Map<Path, Environment> environments = new HashMap<>();
    private final Map<Path, RecordFile> files = new HashMap<>();

    private RunLog() {}

    /**
     * The names of a test in reports.
     *
     * @param className the class, {@code Outer$Inner} for a nested one
     * @param methodName the method
     * @param reportedName what Surefire calls it
     */
    record Names(String className, String methodName, String reportedName) {}

    /**
     * Gives the time in milliseconds since 1970, by the clock as it was when this log began: by one that a test has set back
     * since, the build would take what comes after for an earlier build's, and leave it out.
     */
    long now() {
        return began + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    }

    /** Learns that a test begins, traced or not. */
    synchronized void begins(String uniqueId, Names test) {
        names.put(uniqueId, test);
        attempts.merge(uniqueId, 1, Integer::sum);
    }

    /** Gives the run of a test that is under way. */
    synchronized TestId identify(String uniqueId, String displayName) {
        return new TestId(uniqueId, displayName, attempts.getOrDefault(uniqueId, 1));
    }

    /** Writes down that a traced test began, and whether its events are those of an earlier run. */
    synchronized void started(Path folder, TestId test, Path capture, boolean replayed) {
        Names known = names.getOrDefault(test.uniqueId(), new Names("", "", test.displayName()));
        traced.put(test.uniqueId(), folder);
        RunRecord.Started started = new RunRecord.Started(
                test.uniqueId(),
                test.attempt(),
                known.className(),
                known.methodName(),
                known.reportedName(),
                test.displayName(),
                capture.toString(),
                now());
        if (replayed) {
            append(folder, started, new RunRecord.Replayed(test.uniqueId(), test.attempt()));
        } else {
            append(folder, started);
        }
    }

    /** Writes down what a test's window came to. */
    synchronized void judged(Path folder, Environment environment, WindowRecords judged) {
        List<RunRecord> records = new ArrayList<>();
        if (!environment.equals(environments.put(folder, environment))) {
            records.add(new RunEnvironment(environment));
        }
        records.addAll(judged.all());
        append(folder, records.toArray(RunRecord[]::new));
    }

    /** Writes down how a test ended, if it was traced. */
    synchronized void finished(String uniqueId, String status) {
        names.remove(uniqueId);
        Path folder = traced.remove(uniqueId);
        if (folder != null) {
            append(folder, new RunRecord.Finished(uniqueId, attempts.getOrDefault(uniqueId, 1), status));
        }
    }

    /** Writes down what use a suppression was to the tests of this JVM. */
    synchronized void suppressed(Path folder, RunRecord.SuppressionUse use) {
        append(folder, use);
    }

    private void append(Path folder, RunRecord... records) {
        try {
            files.computeIfAbsent(folder, into -> new RecordFile(into.resolve(fileName)))
                    .append(records);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot record what was traced in " + folder + ", so the build could not be judged: " + e
                            + ". Remedy: make room there, or name a folder that can be written with"
                            + " -Dvexfs.trace.output=FOLDER.",
                    e);
        }
    }

    /** Closes the files, at the end of a test plan; what another plan writes down opens them again. */
    synchronized void closeFiles() {
        for (RecordFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                // What was added is with the kernel already.
                LOGGER.warn("a file of records could not be closed: {}", e.toString());
            }
        }
        files.clear();
    }
}
