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
 */
public record BuildPart(String name, Path folder) {

    /** How deep below a folder of artifacts those of one job may lie. */
    private static final int DEEPEST = 10;

    /** What every project's output folder is called says nothing of which it is. */
    private static final Set<String> USUAL = Set.of("target", "vexfs-trace");

    /**
     * Finds all folders with records in a folder or below it; each is named by its path from there.
     *
     * @throws IOException if it does not exist, or cannot be searched
     */
    public static List<BuildPart> below(Path folder) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            files.filter(file -> file.getFileName().toString().endsWith(RunRecords.SUFFIX))
                    .forEach(file -> found.add(file.getParent()));
        }
        return found.stream()
                .map(each -> new BuildPart(name(folder, each), each))
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
     * Reads the runs of all parts; where there are several, each run's name tells its part.
     *
     * @return the runs of tests, in the order in which they began
     * @throws IOException if a file cannot be read
     */
    public static List<TestRun> read(List<BuildPart> parts) throws IOException {
        List<TestRun> runs = new ArrayList<>();
        for (BuildPart part : parts) {
            RunRecords.read(part.folder(), 0).stream()
                    .map(run -> parts.size() == 1 ? run : run.from(part.name()))
                    .forEach(runs::add);
        }
        runs.sort(Comparator.comparingLong(run -> run.started().startedAt()));
        return List.copyOf(runs);
    }
}
