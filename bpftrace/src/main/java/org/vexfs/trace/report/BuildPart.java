package org.vexfs.trace.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One of several builds that are looked at as one: a module, a job, a kernel.
 *
 * @param name what to call it
 * @param folder the folder that its traced tests wrote to
 * @param baseline the file of its tests' baseline, which need not exist
 */
public record BuildPart(String name, Path folder, Path baseline) {

    /** How deep below a folder of artifacts those of one job may lie. */
    private static final int DEEPEST = 10;

    /** What every project's output folder is called says nothing of which it is. */
    private static final Set<String> USUAL = Set.of("target", "vexfs-trace");

    /** Compares the runs of a part with its baseline. */
    public interface Comparison {
        List<ComparedRun> of(BuildPart part, List<TestRun> runs);
    }

    /**
     * Finds all folders with records in a folder or below it; each is named by its path from there.
     *
     * @param baseline the file of the baseline of them all
     * @throws IOException if it does not exist, or cannot be searched
     */
    public static List<BuildPart> below(Path folder, Path baseline) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            files.filter(file -> file.getFileName().toString().endsWith(RunRecords.SUFFIX))
                    .forEach(file -> found.add(file.getParent()));
        }
        return found.stream()
                .map(each -> new BuildPart(name(folder, each), each, baseline))
                .toList();
    }

    private static String name(Path from, Path folder) {
        List<String> names = new ArrayList<>();
        from.relativize(folder).forEach(name -> names.add(name.toString()));
        names.removeIf(name -> USUAL.contains(name) || name.isEmpty());
        if (names.isEmpty()) {
            from.toAbsolutePath().normalize().forEach(name -> names.add(name.toString()));
            names.removeIf(USUAL::contains);
            return names.isEmpty() ? folder.toString() : names.get(names.size() - 1);
        }
        return String.join("/", names);
    }

    /**
     * Reads and compares the runs of all parts; where there are several, each run's name tells its part.
     *
     * @return the runs of tests, in the order in which they began
     * @throws IOException if a file cannot be read
     */
    public static List<ComparedRun> read(List<BuildPart> parts, Comparison comparison) throws IOException {
        List<ComparedRun> runs = new ArrayList<>();
        for (BuildPart part : parts) {
            // The baseline knows a test by the name that it has in its own part.
            comparison.of(part, RunRecords.read(part.folder(), 0)).stream()
                    .map(run -> parts.size() == 1 ? run : run.from(part.name()))
                    .forEach(runs::add);
        }
        runs.sort(Comparator.comparingLong(compared -> compared.run().started().startedAt()));
        return List.copyOf(runs);
    }
}
