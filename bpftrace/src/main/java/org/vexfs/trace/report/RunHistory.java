package org.vexfs.trace.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vexfs.trace.output.OutputFile;

/** What the last runs came to: a file with a line for each, that outlives a clean build. */
public final class RunHistory {

    /** How many runs are kept. */
    public static final int MOST_RUNS = 30;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private RunHistory() {}

    /**
     * Adds what tests came to that ran, or replaces it if it is in there, and forgets the oldest where there are too many.
     * What was replayed ran earlier, and is left out; where nothing else is, the file stays as it is.
     *
     * @return all that are kept, the oldest first
     * @throws IOException if the file cannot be read or written
     */
    public static List<RunSummary> add(Path file, List<TestRun> tests) throws IOException {
        List<TestRun> ran = tests.stream().filter(test -> !test.replayed()).toList();
        return ran.isEmpty() ? read(file) : add(file, RunSummary.of(ran));
    }

    static List<RunSummary> add(Path file, RunSummary run) throws IOException {
        List<RunSummary> runs = Stream.concat(
                        read(file).stream().filter(other -> other.at() != run.at()), Stream.of(run))
                .sorted(Comparator.comparingLong(RunSummary::at))
                .toList();
        List<RunSummary> kept = runs.subList(Math.max(0, runs.size() - MOST_RUNS), runs.size());
        StringBuilder lines = new StringBuilder();
        for (RunSummary each : kept) {
            lines.append(MAPPER.writeValueAsString(each)).append('\n');
        }
        OutputFile.replace(file, lines);
        return kept;
    }

    /** Reads the runs; a line that is none, as of a version to come, is left out. */
    private static List<RunSummary> read(Path file) throws IOException {
        List<RunSummary> runs = new ArrayList<>();
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                try {
                    runs.add(MAPPER.readValue(line, RunSummary.class));
                } catch (JsonProcessingException e) {
                    continue;
                }
            }
        }
        return runs;
    }
}
