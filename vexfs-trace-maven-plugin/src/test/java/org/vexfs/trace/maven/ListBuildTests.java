package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ListBuildTests {

    @Test
    void theScriptsStandInTheLog() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "list").run("vexfs-trace:list");

        assertThat(build.log())
                .contains(
                        "[INFO] kernel       What a kernel module does",
                        "[INFO] performance  How long",
                        "[INFO] memory       What a kernel module allocates",
                        "[INFO] 'mvn vexfs-trace:list -Dvexfs.trace.manager.verbose' says which",
                        "BUILD SUCCESS");
    }

    @Test
    void whatASectionIsComesFromOnesOwnConfiguration() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "list-configured");
        Files.writeString(project.file("trace.yaml"), """
                environments:
                  quick:
                    kernel_trace:
                      lock_ops: false
                """);

        MavenBuild build = project.run(
                "vexfs-trace:list",
                "-Dvexfs.trace.config=trace.yaml",
                "-Dvexfs.trace.environment=quick",
                "-Dvexfs.trace.manager.scripts=performance");

        assertThat(build.log())
                .contains("kernel_trace.lock_ops is off", "BUILD SUCCESS")
                .doesNotContain("[INFO] memory ");
    }

    @Test
    void programsGetThemAsAFile() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "list-json");

        project.run(
                "vexfs-trace:list",
                "-Dvexfs.trace.manager.format=json",
                "-Dvexfs.trace.manager.verbose",
                "-Dvexfs.trace.manager.outputFile=scripts.json");

        JsonNode written =
                new ObjectMapper().readTree(project.file("scripts.json").toFile());
        assertThat(written.path("scripts")).hasSize(3);
        assertThat(written.at("/scripts/2/name").asText()).isEqualTo("memory");
        assertThat(written.has("unknown")).isTrue();
    }

    @Test
    void aScriptThatThereIsNotIsRefusedWithTheNearest() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "list-unknown")
                .run("vexfs-trace:list", "-Dvexfs.trace.manager.scripts=memroy");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoExecutionException")
                .contains("unknown script 'memroy'; the nearest is 'memory'")
                .contains("'mvn vexfs-trace:help -Ddetail -Dgoal=list' says what can be given");
    }
}
