package org.vexfs.trace.maven;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The build that runs these tests: what it uses, the builds within use too. */
final class ThisBuild {

    private static final Properties PROPERTIES = properties();

    private ThisBuild() {}

    /** Gives the {@code mvn} that runs it, or else the one on the path; a test cannot run where there is none. */
    static Path maven() {
        Path home = Path.of(PROPERTIES.getProperty("mavenHome", ""));
        Optional<Path> maven = Stream.concat(
                        Stream.of(home.resolve("bin")),
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of))
                .map(folder -> folder.resolve("mvn").toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(maven.isPresent(), "no mvn in " + home + "/bin, nor on the path");
        return maven.orElseThrow();
    }

    /** Gives the user's settings, if there are any. */
    static Optional<Path> userSettings() {
        return file("userSettings");
    }

    /** Gives the machine's settings, if there are any. */
    static Optional<Path> globalSettings() {
        return file("globalSettings");
    }

    /** Gives the local repository, where its plugins and libraries are. */
    static Path localRepository() {
        return Path.of(get("localRepository"));
    }

    /** Gives whether it fetches nothing. */
    static boolean offline() {
        return Boolean.parseBoolean(get("offline"));
    }

    /** Gives the version of what it builds. */
    static String version() {
        return get("version");
    }

    /** Gives the version of its Surefire and Failsafe. */
    static String surefireVersion() {
        return get("surefire");
    }

    /** Gives the oldest version of Maven that the plugin works with. */
    static String oldestMaven() {
        return get("oldestMaven");
    }

    /** Gives the release candidate of the next Maven. */
    static String nextMaven() {
        return get("nextMaven");
    }

    /** Gives the version of the plugin that fetches them. */
    static String dependencyPluginVersion() {
        return get("dependencyPlugin");
    }

    /** Gives the version of JUnit that the library is compiled against. */
    static String junitVersion() {
        return get("junit");
    }

    /** Gives the version of JUnit 6 that the library is tested on. */
    static String junit6Version() {
        return get("junit6");
    }

    private static Optional<Path> file(String name) {
        return Optional.of(Path.of(get(name))).filter(Files::isRegularFile);
    }

    private static String get(String name) {
        String value = PROPERTIES.getProperty(name);
        assumeTrue(value != null, "not run by Maven: run mvn verify in the root folder");
        return value;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(System.getProperty("vexfs.trace.test.build", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
