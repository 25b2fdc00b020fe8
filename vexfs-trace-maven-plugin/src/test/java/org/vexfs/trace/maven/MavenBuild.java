package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A build that ended.
 *
 * @param exitCode what Maven exited with
 * @param log everything it printed
 */
record MavenBuild(int exitCode, String log) {

    private static final int DEADLINE_MINUTES = 5;

    /**
     * Runs a Maven, with the settings of this build, in a folder.
     *
     * <p>The artifacts under test come from a local repository of their own. Everything else is copied into it from the
     * user's, and fetched only where that lacks it.
     *
     * @param maven its {@code mvn}
     * @param environment further variables of its environment
     */
    static MavenBuild run(Path maven, Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "-Dmaven.repo.local=" + ArtifactsUnderTest.repository(),
                "-Dlocal.repository=" + ThisBuild.localRepository().toUri(),
                "-Dvexfs-trace.version=" + ThisBuild.version(),
                "-Dsurefire.version=" + ThisBuild.surefireVersion(),
                "-Djunit.version=" + ThisBuild.junitVersion()));
        if (ThisBuild.offline()) {
            all.add("-Daether.offline.protocols=file");
        }
        all.addAll(List.of(arguments));
        return start(maven, folder, environment, all);
    }

    /** Runs this build's Maven on this build's own local repository. */
    static MavenBuild runOnOwnRepository(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-Dmaven.repo.local=" + ThisBuild.localRepository()));
        all.addAll(List.of(arguments));
        return start(ThisBuild.maven(), folder, Map.of(), all);
    }

    private static MavenBuild start(Path maven, Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp"));
        ThisBuild.userSettings().ifPresent(file -> command.addAll(List.of("-s", file.toString())));
        ThisBuild.globalSettings().ifPresent(file -> command.addAll(List.of("-gs", file.toString())));
        if (ThisBuild.offline()) {
            command.add("-o");
        }
        command.addAll(arguments);

        Path log = folder.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", (own, ours) -> ours + " " + own);
        // These were meant for the build that runs this test.
        builder.environment().keySet().removeAll(List.of("MAVEN_ARGS", "MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
        // Nor does it matter where that one runs.
        builder.environment()
                .keySet()
                .removeIf(name -> BuildServer.of(Map.of(name, "true")).isPresent());
        builder.environment().putAll(environment);
        int exitCode = await(builder.start(), log);
        return new MavenBuild(exitCode, read(log));
    }

    private static int await(Process process, Path log) throws IOException, InterruptedException {
        try {
            if (process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            throw new AssertionError(
                    "the build did not end within " + DEADLINE_MINUTES + " minutes; it printed\n" + read(log));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** What it prints is not UTF-8 everywhere; what matters of it is ASCII. */
    private static String read(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }
}
