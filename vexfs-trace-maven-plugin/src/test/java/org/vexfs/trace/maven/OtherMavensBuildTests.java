package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The goals on the oldest Maven that they work with, and on the next; the other tests are of the one that runs this build. */
class OtherMavensBuildTests {

    private static final Map<OtherMaven, Clean> CLEAN = new EnumMap<>(OtherMaven.class);

    /** A project whose tests leak nothing, and its build. */
    private record Clean(TinyProject project, MavenBuild build) {

        /** Gives that of a Maven, built once. */
        static Clean builtBy(OtherMaven maven) throws Exception {
            if (!CLEAN.containsKey(maven)) {
                TinyProject project = copy("clean", maven).with(Capture.recorded());
                CLEAN.put(maven, new Clean(project, project.verify("-V")));
            }
            return CLEAN.get(maven);
        }
    }

    private static TinyProject copy(String project, OtherMaven maven) throws Exception {
        return TinyProject.copy(project, project + "-by-" + maven).builtBy(maven.executable());
    }

    @ParameterizedTest
    @EnumSource
    void aBuildWithoutLeaksPasses(OtherMaven maven) throws Exception {
        Clean clean = Clean.builtBy(maven);

        assertThat(clean.build().log())
                .contains("Apache Maven " + maven.version(), "5 traced tests, no violation", "BUILD SUCCESS");
        assertThat(clean.project().report("VectorStoreIT").testCases())
                .hasSize(5)
                .allSatisfy(
                        testCase -> assertThat(testCase.properties()).containsEntry("vexfs.trace.verdict", "PASSED"));
        assertThat(clean.project().traces().resolve("index.html")).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void aLeakFailsItAndGitHubReadsWhere(OtherMaven maven) throws Exception {
        MavenBuild build = copy("leaks", maven).with(Capture.recorded()).verify("-Dvexfs.trace.ci=github");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("1 violation:", "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects", "BUILD FAILURE")
                .containsPattern("(?m)^::error ");
    }

    @ParameterizedTest
    @EnumSource
    void goalsThatAreCalledAloneTakeWhatWasTracedBefore(OtherMaven maven) throws Exception {
        MavenBuild build =
                Clean.builtBy(maven).project().run("vexfs-trace:report", "vexfs-trace:check", "vexfs-trace:baseline");

        assertThat(build.log())
                .contains("wrote the findings of 5 traced tests", "5 traced tests, no violation", "wrote 5 tests into")
                .contains("BUILD SUCCESS");
    }

    @ParameterizedTest
    @EnumSource
    void modulesThatAreBuiltSideBySideAreJudgedTogether(OtherMaven maven) throws Exception {
        TinyProject modules = copy("modules", maven);
        for (String module : new String[] {"kernel", "tools"}) {
            Path traces = Files.createDirectories(modules.file(module + "/target/vexfs-trace"));
            try (Stream<Path> files = Files.list(Clean.builtBy(maven).project().traces())) {
                for (Path records : files.filter(file -> file.toString().endsWith(".records.jsonl"))
                        .toList()) {
                    Files.copy(records, traces.resolve(records.getFileName()));
                }
            }
        }

        MavenBuild build = modules.run("-T2", "vexfs-trace:check", "vexfs-trace:aggregate");

        assertThat(build.log())
                .contains("10 traced tests of 2 parts (kernel, tools), no violation", "BUILD SUCCESS")
                .doesNotContain("thread-safe");
    }

    @ParameterizedTest
    @EnumSource
    void goalsAreExplainedAndThoseOfTheTraceManagerRun(OtherMaven maven) throws Exception {
        MavenBuild build = copy("not-traced", maven)
                .run(
                        "vexfs-trace:help",
                        "vexfs-trace:list",
                        "vexfs-trace:doctor",
                        "-Dvexfs.trace.module=" + DoctorBuildTests.NOT_LOADED);

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("vexfs-trace:check", "Fails the build on what the traces found")
                .contains("memory       What a kernel module allocates")
                .contains("No trace of module " + DoctorBuildTests.NOT_LOADED + " can start here", "BUILD FAILURE");
    }
}
