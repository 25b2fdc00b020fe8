package org.vexfs.trace.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of runs: one file for each JVM that ran traced tests, one line for each thing that happened, written as
 * it happens.
 */
public final class RunRecords {

    /** What the name of every file of records ends in. */
    public static final String SUFFIX = ".records.jsonl";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private RunRecords() {}

    /**
     * Adds records to a file that nobody keeps open, as {@link RecordFile#append} does.
     *
     * @throws IOException if it cannot be written
     */
    public static void append(Path file, RunRecord... records) throws IOException {
        try (RecordFile opened = new RecordFile(file)) {
            opened.append(records);
        }
    }

    /**
     * Reads the records of every JVM below a folder. Of a test whose JVM ended within it, the capture is looked through.
     *
     * @param since only tests that began at that time or later, in milliseconds since 1970
     * @return the runs of tests, in the order in which they began
     * @throws IOException if a file cannot be read
     */
    public static List<TestRun> read(Path folder, long since) throws IOException {
        List<TestRun> runs = new ArrayList<>();
        for (Path file : files(folder)) {
            runs.addAll(readFile(file));
        }
        return runs.stream()
                .filter(run -> run.started().startedAt() >= since)
                .sorted(Comparator.comparingLong(run -> run.started().startedAt()))
                .toList();
    }

    /**
     * Reads what the JVMs of a run say of the suppressions of its files.
     *
     * @param since only what was found at that time or later, in milliseconds since 1970
     * @return what to say of each suppression that was of no use to any of them, in the order of the files
     * @throws IOException if a file cannot be read
     */
    public static List<String> unusedSuppressions(Path folder, long since) throws IOException {
        Map<String, RunRecord.SuppressionUse> uses = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            for (RunRecord record : records(file)) {
                if (record instanceof RunRecord.SuppressionUse use && use.at() >= since) {
                    uses.merge(
                            use.file() + " " + use.suppression(),
                            use,
                            (first, second) -> first.used() ? first : second);
                }
            }
        }
        return uses.values().stream()
                .filter(use -> !use.used())
                .map(RunRecord.SuppressionUse::text)
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static List<TestRun> readFile(Path file) throws IOException {
        Map<String, TestRun> runs = new LinkedHashMap<>();
        Optional<RunEnvironment> environment = Optional.empty();
        for (RunRecord record : records(file)) {
            if (record instanceof RunEnvironment around) {
                environment = Optional.of(around);
                continue;
            }
            String key = record.attempt() + " " + record.uniqueId();
            if (record instanceof RunRecord.Started started) {
                runs.put(key, TestRun.started(started, file));
            } else {
                Optional<RunEnvironment> around = environment;
                runs.computeIfPresent(key, (same, run) -> in(around, run).with(record));
            }
        }
        return runs.values().stream().map(PostMortem::of).toList();
    }

    private static TestRun in(Optional<RunEnvironment> environment, TestRun run) {
        return environment
                .filter(around -> !around.environment().equals(run.environment()))
                .map(run::with)
                .orElse(run);
    }

    private static List<RunRecord> records(Path file) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        // A pipe has no end, and what a link leads to may not be for everybody who reads the message below.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no file of records. Remedy: remove it, and see who put it there.");
        }
        // The last line may end within a character, which Files.readAllLines refuses.
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                records.add(MAPPER.readValue(lines.get(i), RunRecord.class));
            } catch (JsonProcessingException e) {
                if (i == lines.size() - 1) {
                    break; // The JVM ended while it wrote its last line.
                }
                throw new IOException(
                        file + ", line " + (i + 1) + ": not a record: " + e.getOriginalMessage()
                                + ". Remedy: remove the file, and run the tests again.",
                        e);
            }
        }
        return records;
    }
}
