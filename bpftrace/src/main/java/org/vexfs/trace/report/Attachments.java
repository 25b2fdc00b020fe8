package org.vexfs.trace.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.OutputFile;

/** Files with what was found in a test, for CI systems that show files beside test cases. */
public final class Attachments {

    private static final int LONGEST_NAME = 100;

    private final CiSystem system;
    private final Path folder;
    private final Path workspace;

    /**
     * Writes such files.
     *
     * @param system who is to show them; only GitLab and Jenkins do
     * @param folder where to write them
     * @param workspace the folder that the system's paths are relative to
     */
    public Attachments(CiSystem system, Path folder, Path workspace) {
        this.system = system;
        this.folder = folder.toAbsolutePath().normalize();
        this.workspace = workspace.toAbsolutePath().normalize();
    }

    /** Writes none. */
    static Attachments none() {
        return new Attachments(CiSystem.NONE, Path.of(""), Path.of(""));
    }

    /**
     * Writes what was found in all attempts of a test, and gives the paths to name in its output: none if all passed, and
     * at most one, as GitLab shows no more.
     *
     * @throws IOException if it cannot be written
     */
    List<String> of(List<TestRun> attempts) throws IOException {
        boolean shown = system == CiSystem.GITLAB || system == CiSystem.JENKINS;
        if (!shown || attempts.stream().allMatch(run -> run.verdict() == Verdict.PASSED)) {
            return List.of();
        }
        String text = attempts.stream()
                .filter(run -> run.verdict() != Verdict.PASSED)
                .map(run -> run.text() + "\n")
                .collect(Collectors.joining("\n"));
        OutputFile.createFolders(folder);
        Path file = folder.resolve(name(attempts.get(0).started()));
        // A new file: what an earlier report left there, or a link, is replaced and never written through.
        Files.deleteIfExists(file);
        try (OutputStream stream = OutputFile.create(file)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return List.of(
                system == CiSystem.GITLAB && file.startsWith(workspace)
                        ? workspace.relativize(file).toString()
                        : file.toString());
    }

    /** Gives a name that no other test of the build has, of characters that no system takes for anything else. */
    private static String name(RunRecord.Started test) {
        String readable = (test.className().replaceFirst(".*\\.", "") + "." + test.reportedName())
                .replaceAll("[^A-Za-z0-9.-]+", "_");
        CRC32 unique = new CRC32();
        unique.update((test.className() + "#" + test.reportedName() + "#" + test.uniqueId())
                .getBytes(StandardCharsets.UTF_8));
        return readable.substring(0, Math.min(readable.length(), LONGEST_NAME))
                + String.format("-%08x.txt", unique.getValue());
    }
}
