package org.vexfs.trace.maven;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Versions of Maven other than the one that runs this build, which fetches them. */
enum OtherMaven {
    OLDEST(ThisBuild::oldestMaven),
    NEXT(ThisBuild::nextMaven);

    private static final Path FOLDER = Path.of("target", "maven").toAbsolutePath();

    private final Supplier<String> version;

    OtherMaven(Supplier<String> version) {
        this.version = version;
    }

    String version() {
        return version.get();
    }

    /** Gives its {@code mvn}; a test cannot run where it is not to be had. */
    Path executable() throws IOException, InterruptedException {
        Path mvn = FOLDER.resolve("apache-maven-" + version()).resolve("bin").resolve("mvn");
        if (!Files.isExecutable(mvn)) {
            MavenBuild fetched = fetch();
            assumeTrue(
                    Files.isExecutable(mvn),
                    () -> "Maven " + version() + " is not to be had:\n" + errors(fetched.log()));
        }
        return mvn;
    }

    private MavenBuild fetch() throws IOException, InterruptedException {
        return MavenBuild.runOnOwnRepository(
                Files.createDirectories(FOLDER),
                "org.apache.maven.plugins:maven-dependency-plugin:" + ThisBuild.dependencyPluginVersion() + ":unpack",
                "-Dartifact=org.apache.maven:apache-maven:" + version() + ":tar.gz:bin",
                "-DoutputDirectory=" + FOLDER);
    }

    private static String errors(String log) {
        return log.lines().filter(line -> line.startsWith("[ERROR]")).limit(3).collect(Collectors.joining("\n"));
    }
}
