package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OutputFolderBuildTests {

    @Test
    void isTheSameForTheTestsAndTheGoalsWhenOnePropertyNamesIt() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("leaks", "output-folder").with(Capture.recorded());
        Path traces = Files.move(project.traces(), project.file("traces"));

        MavenBuild build = project.verify("-Dvexfs.trace.output=traces");

        assertThat(build.log()).contains("1 violation:", "leaks 384 bytes in 3 objects", "BUILD FAILURE");
        assertThat(traces.resolve("summary.txt")).exists();
        assertThat(project.traces()).doesNotExist();
    }
}
