package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The goals that trace, where no trace can start. */
class TracingBuildTests {

    private static final String NO_BPFTRACE = "-Dvexfs.trace.bpftrace=no_bpftrace";

    @Test
    void whatIsInTheWayFailsTheBuildAndLeavesNoResult() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "trace-nothing");

        MavenBuild build = project.run(
                "vexfs-trace:memory",
                NO_BPFTRACE,
                "-Dvexfs.trace.manager.output=traces",
                "-Dvexfs.trace.manager.duration=1");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoFailureException", "module 'vexfs' cannot be traced here:")
                .contains("- bpftrace: ", "no_bpftrace", "Remedy: install bpftrace");
        assertThat(project.file("traces")).isEmptyDirectory();
    }

    @Test
    void allScriptsAtOnceNeedNoTerminal() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "trace-monitor")
                .run("vexfs-trace:monitor", NO_BPFTRACE, "-Dvexfs.trace.manager.output=traces");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoFailureException", "module 'vexfs' cannot be traced here:", "no_bpftrace");
    }

    @Test
    void whatATraceLeftIsAnalysedInTheLog() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "trace-analyze");
        Files.writeString(
                project.file("result.txt"),
                "[14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250 μs, results=10\n");

        MavenBuild build = project.run("vexfs-trace:analyze", "-Dvexfs.trace.manager.files=result.txt");

        assertThat(build.log())
                .contains(
                        "[INFO]   vexfs_vector_search: 1 call, together 250.0 us",
                        "[INFO]   SEARCH: 1",
                        "BUILD SUCCESS");
    }

    @Test
    void aScriptThatThereIsNotIsRefused() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "trace-unknown")
                .run("vexfs-trace:run", NO_BPFTRACE, "-Dvexfs.trace.manager.script=disk");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoExecutionException", "'disk' is none; expected kernel, performance or memory");
    }

    @Test
    void aScriptOfOnesOwnIsLookedForInTheProject() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "trace-custom");

        MavenBuild build = project.run("vexfs-trace:custom", NO_BPFTRACE, "-Dvexfs.trace.manager.file=none.bt");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log()).contains("no_bpftrace");
    }
}
