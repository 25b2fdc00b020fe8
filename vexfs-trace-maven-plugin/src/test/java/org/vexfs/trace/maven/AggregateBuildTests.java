package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that make one verdict of what several jobs, or the modules of one build, have traced. */
class AggregateBuildTests {

    @TempDir
    static Path artifacts;

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void aggregateTwoJobs() throws IOException, InterruptedException {
        job("clean", "linux-6.12");
        job("leaks", "linux-7.2");
        project = TinyProject.copy("aggregator", "aggregate-jobs");
        build = aggregate(artifacts);
    }

    /** Builds a project as a job does, and brings here what it wrote. */
    private static void job(String name, String kernel) throws IOException, InterruptedException {
        TinyProject job = TinyProject.copy(name, "aggregate-" + name).with(Capture.recorded());
        job.verify();
        Path kept = Files.createDirectories(artifacts.resolve(kernel).resolve("target/vexfs-trace"));
        try (Stream<Path> files = Files.list(job.traces())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static MavenBuild aggregate(Path folder) throws IOException, InterruptedException {
        return project.run("vexfs-trace:aggregate", "-Dvexfs.trace.aggregate.directories=" + folder);
    }

    @Test
    void failsOnWhatOneOfThemFoundAndNamesThatOne() {
        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains(
                        "7 traced tests of 2 parts (linux-6.12, linux-7.2), 1 violation:",
                        "org.vexfs.trace.example.LeakyIT.losesThreeObjects [linux-7.2]",
                        "leaks 384 bytes in 3 objects");
    }

    @Test
    void writesOnePageAndOneSummaryOfAll() throws IOException {
        Path written = project.file("target/vexfs-trace-aggregate");

        assertThat(Files.readString(written.resolve("summary.txt")))
                .startsWith("7 traced tests: 6 passed, 1 failed, 0 inconclusive");
        assertThat(Files.readString(written.resolve("index.html")))
                .contains("[linux-6.12]", "[linux-7.2]", "losesThreeObjects");
        assertThat(written.resolve("vexfs-trace.css")).isNotEmptyFile();
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws Exception {
        assertThat(aggregate(artifacts.resolve("linux-5.10")).log())
                .contains("directories has '" + artifacts.resolve("linux-5.10") + "', which is no folder");
    }

    @Test
    void aJobThatTracedNothingIsNoPass() throws Exception {
        Path empty = Files.createDirectories(artifacts.resolveSibling("empty-" + artifacts.getFileName()));

        MavenBuild none = aggregate(empty);

        assertThat(none.exitCode()).isOne();
        assertThat(none.log()).contains("no test was traced in " + empty);
    }

    @Nested
    class OfTheModulesOfABuild {

        private static TinyProject modules;
        private static MavenBuild build;

        /** The first module fails, which does not keep the goal from being run after all of them. */
        @BeforeAll
        static void build() throws IOException, InterruptedException {
            modules = TinyProject.copy("modules", "aggregate-modules")
                    .withModule("kernel", Capture.recorded())
                    .withModule("tools", Capture.recorded());
            build = modules.verify("vexfs-trace:aggregate", "--fail-at-end");
        }

        @Test
        void namesTheModuleWhoseTestLeaks() {
            assertThat(build.exitCode()).isOne();
            assertThat(build.log())
                    .contains(
                            "2 traced tests of 2 parts (kernel, tools), 1 violation:",
                            "org.vexfs.trace.example.LeakyIT.losesThreeObjects [kernel]",
                            "leaks 384 bytes in 3 objects")
                    .doesNotContain("VectorStoreIT.deleteFreesWhatInsertAllocates(VexfsTrace) [tools]");
        }

        @Test
        void hasAllOfThemOnOnePage() throws IOException {
            Path written = modules.file("target/vexfs-trace-aggregate");

            assertThat(Files.readString(written.resolve("summary.txt")))
                    .startsWith("2 traced tests: 1 passed, 1 failed, 0 inconclusive");
            assertThat(Files.readString(written.resolve("index.html")))
                    .contains("losesThreeObjects [kernel]", "deleteFreesWhatInsertAllocates [tools]");
        }

        @Test
        void passesWhereLeaksAreAllowed() throws IOException, InterruptedException {
            assertThat(modules.run("vexfs-trace:aggregate", "-Dvexfs.trace.check.noLeaks=false")
                            .log())
                    .contains("2 traced tests of 2 parts (kernel, tools), no violation", "BUILD SUCCESS");
        }
    }
}
