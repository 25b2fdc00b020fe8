package org.vexfs.trace.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** What this build packaged, laid out as {@code mvn install} would, but in a local repository below its target folder. */
final class ArtifactsUnderTest {

    /** The folder of each artifact, from this module's; the one without a jar is the parent. */
    private static final Map<String, String> FOLDERS = Map.of(
            "vexfs-trace", "..",
            "vexfs-trace-bpftrace", "../bpftrace",
            "vexfs-trace-junit", "../vexfs-trace-junit",
            "vexfs-trace-maven-plugin", ".");

    private static Path repository;

    private ArtifactsUnderTest() {}

    /** Gives the local repository that holds them, once for this JVM. */
    static synchronized Path repository() {
        if (repository == null) {
            Path root = Path.of("target", "it-repository").toAbsolutePath();
            FOLDERS.forEach((artifact, folder) -> layOut(root, artifact, Path.of(folder)));
            repository = root;
        }
        return repository;
    }

    /** Gives an artifact's jar. */
    static Path jar(String artifact) {
        String version = ThisBuild.version();
        return repository()
                .resolve("org/vexfs/trace")
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".jar");
    }

    private static void layOut(Path root, String artifact, Path folder) {
        String name = artifact + "-" + ThisBuild.version();
        Path to = root.resolve("org/vexfs/trace").resolve(artifact).resolve(ThisBuild.version());
        try {
            Files.createDirectories(to);
            copy(folder.resolve("pom.xml"), to.resolve(name + ".pom"));
            if (!artifact.equals("vexfs-trace")) {
                copy(folder.resolve("target").resolve(name + ".jar"), to.resolve(name + ".jar"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + name + ": run mvn verify in the root folder", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
