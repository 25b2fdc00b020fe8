package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CleanBuildTests {

    private static final String OLD = "vexfs_memory_trace_20250101_000000.txt";

    @Test
    void oldResultsAreListedAndRemoved() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "clean-results");
        Path old = Files.createDirectories(project.file("results")).resolve(OLD);
        Files.writeString(old, "# vexfs-trace: module vexfs, script memory\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        assertThat(project.run("vexfs-trace:status").log()).contains("[INFO]   43 bytes  " + OLD, "BUILD SUCCESS");
        assertThat(project.run("vexfs-trace:clean", "-Dvexfs.trace.general.cleanup_after_days=9")
                        .log())
                .contains("[INFO] No result in", "BUILD SUCCESS");
        assertThat(project.run("vexfs-trace:clean", "-Dvexfs.trace.manager.days=7", "-Dvexfs.trace.manager.dryRun")
                        .log())
                .contains("[INFO]   43 bytes  " + OLD, "[INFO] Would be removed from", "BUILD SUCCESS");
        assertThat(old).exists();
        assertThat(project.run("vexfs-trace:clean", "-Dvexfs.trace.manager.days=7")
                        .log())
                .contains("[INFO]   43 bytes  " + OLD, "[INFO] Removed from", "BUILD SUCCESS");
        assertThat(old).doesNotExist();
    }

    @Test
    void aNumberOfDaysThatCannotBeIsRefused() throws IOException, InterruptedException {
        MavenBuild build =
                TinyProject.copy("clean", "clean-days").run("vexfs-trace:clean", "-Dvexfs.trace.manager.days=-1");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoExecutionException", "--days is -1; expected a number of days")
                .contains("'mvn vexfs-trace:help -Ddetail -Dgoal=clean' says what can be given");
    }
}
