package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A build whose tests leave nothing to be judged, as nobody can write where they would. */
class UnwritableFolderBuildTests {

    @Test
    void failsWhereTheFolderIsReadOnly() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "read-only").with(Capture.recorded());
        String traces = project.traces().toString();
        Assumptions.assumeTrue(run("mount", "--bind", traces, traces), "nothing can be mounted here");
        try {
            Assumptions.assumeTrue(run("mount", "-o", "remount,bind,ro", traces), "nothing can be made read-only here");

            // The check must not count on Failsafe to fail the build before it.
            MavenBuild build = project.verify("-Dmaven.test.failure.ignore=true");
            MavenBuild check = project.run("vexfs-trace:check");

            assertThat(build.exitCode()).isNotZero();
            assertThat(build.log())
                    .contains("cannot record what was traced in ", "Read-only file system", "BUILD FAILURE");
            assertThat(check.log()).contains("no test was traced. What to do: ", "BUILD FAILURE");
        } finally {
            run("umount", "--lazy", traces);
        }
    }

    @Test
    void failsWhereAFileStandsInItsPlace() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "file-for-folder");
        Path traces = project.traces();
        Files.createDirectories(traces.getParent());
        Files.createFile(traces);

        MavenBuild check = project.run("vexfs-trace:check");

        assertThat(check.log()).contains("no test was traced. What to do: ", "BUILD FAILURE");
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
