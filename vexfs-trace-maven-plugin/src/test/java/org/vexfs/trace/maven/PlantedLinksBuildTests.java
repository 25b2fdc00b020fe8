package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build in whose output folder somebody put a link before it ran. */
class PlantedLinksBuildTests {

    @ParameterizedTest
    @ValueSource(strings = {"summary.txt", "index.html"})
    void whatALinkLeadsToIsNotWrittenAndTheBuildSaysWhichLinkItIs(String name)
            throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("leaks", "planted-links").with(Capture.recorded());
        Path victim = Files.writeString(project.file("victim"), "precious");
        Path link = project.traces().resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, victim);

        MavenBuild build = project.verify();

        assertThat(build.log())
                .contains(link + " is a link, through which nothing is written. Remedy: put a file there.");
        assertThat(victim).hasContent("precious");
    }
}
