package org.vexfs.trace.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of one of the projects in {@code src/test/projects}, to be built. */
final class TinyProject {

    private static final Path PROJECTS = Path.of("src", "test", "projects").toAbsolutePath();
    private static final Path EXAMPLE = Path.of("..", "examples", "vector-store");
    private static final Path BUILDS = Path.of("target", "builds").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path maven = ThisBuild.maven();

    private TinyProject(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies a project, without what an earlier build left.
     *
     * @param project its folder's name
     * @param build what to call the copy
     */
    static TinyProject copy(String project, String build) throws IOException {
        Path folder = BUILDS.resolve(build);
        delete(folder);
        copy(PROJECTS.resolve(project), folder);
        Files.copy(PROJECTS.resolve("pom.xml"), BUILDS.resolve("pom.xml"), StandardCopyOption.REPLACE_EXISTING);
        // The options of a surrounding project are not this one's.
        Files.createDirectories(folder.resolve(".mvn"));
        return new TinyProject(folder);
    }

    /**
     * Copies the project that users copy, with its own POM, which only learns where this machine has what it needs.
     *
     * @param build what to call the copy
     */
    static TinyProject example(String build) throws IOException {
        Path folder = BUILDS.resolve(build);
        delete(folder);
        copy(EXAMPLE.resolve("src"), folder.resolve("src"));
        String shared = Files.readString(PROJECTS.resolve("pom.xml"));
        String repositories = shared.substring(
                shared.indexOf("  <repositories>"),
                shared.indexOf("</pluginRepositories>") + "</pluginRepositories>".length());
        String pom = Files.readString(EXAMPLE.resolve("pom.xml"));
        Files.writeString(folder.resolve("pom.xml"), pom.replace("\n  <build>", "\n" + repositories + "\n  <build>"));
        Files.createDirectories(folder.resolve(".mvn"));
        return new TinyProject(folder);
    }

    /** Puts a capture where a live run would have written it. */
    TinyProject with(Capture capture) throws IOException {
        return with(traces(), "recorded", capture);
    }

    /** Puts a capture where a live run of one of its modules would have written it. */
    TinyProject withModule(String module, Capture capture) throws IOException {
        return with(file(module + "/target/vexfs-trace"), "recorded", capture);
    }

    /** Puts a further capture beside it. */
    TinyProject withFurther(Capture capture) throws IOException {
        return with(traces(), "further", capture);
    }

    private TinyProject with(Path traces, String name, Capture capture) throws IOException {
        Files.createDirectories(traces);
        Files.write(traces.resolve(name + ".capture.jsonl"), capture.lines());
        return this;
    }

    /** Has the builds that follow run on a build server. */
    TinyProject onBuildServer() {
        return with("CI", "true");
    }

    /** Has the builds that follow run with a variable in their environment. */
    TinyProject with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Has another {@code mvn} than this build's run the builds that follow. */
    TinyProject builtBy(Path mvn) {
        maven = mvn;
        return this;
    }

    /** Builds up to {@code verify}, with the traced tests judged from the capture. */
    MavenBuild verify(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("verify", "-Dvexfs.trace.mode=replay"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    /** Runs Maven with nothing but these arguments. */
    MavenBuild run(String... arguments) throws IOException, InterruptedException {
        return MavenBuild.run(maven, folder, environment, arguments);
    }

    /** Gives the library's output folder. */
    Path traces() {
        return file("target/vexfs-trace");
    }

    /** Gives a file or folder within. */
    Path file(String path) {
        return folder.resolve(path);
    }

    /** Gives the summary that {@code report} wrote. */
    String summary() throws IOException {
        return Files.readString(traces().resolve("summary.txt"));
    }

    /** Gives Failsafe's report of a test class. */
    TestReport report(String testClass) throws Exception {
        return TestReport.read(file("target/failsafe-reports/TEST-org.vexfs.trace.example." + testClass + ".xml"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
