package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class DoctorBuildTests {

    /** No kernel has a module of that name. */
    static final String NOT_LOADED = "vexfs_of_no_kernel";

    /** Stands where sudo is expected, and tells of a kernel on which the module vexfs can be traced. */
    private static final String FIT = """
            #!/bin/sh
            case "$*" in
              *--version) echo bpftrace v0.23.2 ;;
              *' /proc/modules') echo 'vexfs 16384 0 - Live 0xffffffffc03a9000' ;;
              *' /proc/kallsyms') printf 'ffffffffc03a9000 t vexfs_open\\t[vexfs]\\n' ;;
              *available_filter_functions) echo 'vexfs_open [vexfs]' ;;
              *) exit 1 ;;
            esac
            """;

    @Test
    void theTableStandsInTheLogWhereATraceCanStart() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/sys/kernel/btf/vmlinux")), "this kernel has no BTF, so no trace can start");
        TinyProject project = TinyProject.copy("clean", "doctor-fit");
        Path sudo = Files.writeString(project.file("sudo"), FIT);
        Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));

        MavenBuild build = project.run("vexfs-trace:doctor", "-Dvexfs.trace.bpftrace=./sudo -n bpftrace");

        assertThat(build.log())
                .contains(
                        "[INFO] OK    bpftrace   version 0.23.2",
                        "[INFO] OK    module     vexfs is loaded",
                        "[INFO] OK    functions  1 match vexfs_*",
                        "-Dvexfs.trace.manager.verbose names",
                        "[INFO] A trace of module vexfs can start here.",
                        "BUILD SUCCESS");
    }

    @Test
    void theBuildFailsWithTheRemediesWhereNoneCan() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "doctor-unfit")
                .run("vexfs-trace:doctor", "-Dvexfs.trace.module=" + NOT_LOADED, "-Dvexfs.trace.bpftrace=bpf_trace");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("[INFO] FAIL  module ", "No trace of module " + NOT_LOADED + " can start here")
                .contains("BUILD FAILURE", "MojoFailureException", "no trace can start here:")
                .containsSubsequence(
                        "[ERROR] FAIL  bpftrace", "Remedy: install bpftrace", "[ERROR] FAIL  module", "Remedy: ")
                .doesNotContain("[ERROR] OK");
    }

    @Test
    void programsGetItAsAFile() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "doctor-json");

        MavenBuild build = project.run(
                "vexfs-trace:doctor",
                "-Dvexfs.trace.module=" + NOT_LOADED,
                "-Dvexfs.trace.bpftrace=bpf_trace",
                "-Dvexfs.trace.manager.format=json",
                "-Dvexfs.trace.manager.outputFile=target/vexfs-trace/doctor.json");

        JsonNode written = new ObjectMapper()
                .readTree(project.traces().resolve("doctor.json").toFile());
        assertThat(written.path("module").asText()).isEqualTo(NOT_LOADED);
        assertThat(written.path("fit").asBoolean(true)).isFalse();
        assertThat(written.at("/checks/4/name").asText()).isEqualTo("module");
        assertThat(build.log())
                .contains(
                        "wrote " + project.traces().resolve("doctor.json"), "Remedy: install bpftrace", "BUILD FAILURE")
                .doesNotContain("\"fit\"");
    }

    @Test
    void aBuildCanBeStoppedByItBeforeItsTests() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("looks-at-the-machine", "doctor-bound");

        MavenBuild build = project.verify();

        assertThat(build.log())
                .contains("No trace of module " + NOT_LOADED + " can start here", "\"no_bpftrace\"", "BUILD FAILURE")
                .doesNotContain("failsafe");
        assertThat(project.verify("-Dvexfs.trace.bpftrace=bpf_trace").log())
                .contains("\"bpf_trace\"", "BUILD FAILURE")
                .doesNotContain("no_bpftrace");
        assertThat(project.verify("-Dvexfs.trace.skip").log()).contains("skipped (vexfs.trace.skip)", "BUILD SUCCESS");
    }

    @Test
    void aWrongKeyIsNoFailureOfTheMachine() throws IOException, InterruptedException {
        MavenBuild build =
                TinyProject.copy("clean", "doctor-wrong-key").run("vexfs-trace:doctor", "-Dvexfs.trace.modul=ext4");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoExecutionException")
                .contains("-Dvexfs.trace.modul: unknown key 'modul'; the nearest known is 'module'");
    }
}
