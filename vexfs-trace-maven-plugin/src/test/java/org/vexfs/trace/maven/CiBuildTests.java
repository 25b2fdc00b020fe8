package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build with a leak, as systems of continuous integration run it, and its report made again for others. */
class CiBuildTests {

    private static final String SOURCE = "examples/module/vexfs_faults.c";
    private static final String ERROR =
            "::error file=" + SOURCE + ",line=63,title=vexfs-trace%3A LeakyIT.losesThreeObjects::";

    @TempDir
    static Path workspace;

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void buildOnGithub() throws IOException, InterruptedException {
        Path source = workspace.resolve(SOURCE);
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        project = TinyProject.copy("leaks", "ci")
                .with(Capture.recorded())
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_WORKSPACE", workspace.toString())
                .with("GITHUB_STEP_SUMMARY", workspace.resolve("summary.md").toString());
        build = project.verify("-Dvexfs.trace.report.junitXml=true");
    }

    @Test
    void gitHubReadsAnErrorAtTheLineOfTheModuleAtTheBeginningOfALine() {
        List<String> commands =
                build.log().lines().filter(line -> line.startsWith("::")).toList();

        assertThat(commands)
                .singleElement()
                .asString()
                .startsWith(ERROR)
                .contains("leaks 384 bytes in 3 objects", "%0A");
    }

    @Test
    void gitHubShowsEverythingInTheSummaryOfTheStep() throws IOException {
        assertThat(Files.readString(workspace.resolve("summary.md")))
                .startsWith("## vexfs-trace: 2 traced tests\n\n1 passed, 1 failed, 0 inconclusive\n")
                .contains(
                        "### FAILED: LeakyIT.losesThreeObjects",
                        "| PASSED | VectorStoreIT.deleteFreesWhatInsertAllocates |");
    }

    @Test
    void writesAReportOfItsOwnWhereItIsAskedTo() throws Exception {
        TestReport own = TestReport.read(project.traces().resolve("junit/TEST-vexfs-trace.xml"));

        assertThat(own.testCase("losesThreeObjects").failures())
                .singleElement()
                .asString()
                .contains("leaks 384 bytes");
        assertThat(own.testCase("deleteFreesWhatInsertAllocates(VexfsTrace)").failures())
                .isEmpty();
    }

    @Test
    void leadsFromATestCaseToItsSource() throws Exception {
        assertThat(Files.readString(project.file("target/failsafe-reports/TEST-org.vexfs.trace.example.LeakyIT.xml")))
                .contains("file=\"src/test/java/org/vexfs/trace/example/LeakyIT.java\" line=\"");
    }

    @Test
    void gitLabIsTakenToTheFindingsByAPathWithinTheProject() throws Exception {
        Path root = project.file("").toAbsolutePath().normalize().getParent();
        project.with("CI_PROJECT_DIR", root.toString()).run("vexfs-trace:report", "-Dvexfs.trace.ci=gitlab");

        String path = attachment();
        assertThat(path).startsWith("ci/target/vexfs-trace/findings/LeakyIT.losesThreeObjects-");
        assertThat(root.resolve(path)).content().contains("leaks 384 bytes in 3 objects");
    }

    @Test
    void jenkinsIsTakenThereByAWholePath() throws Exception {
        project.run("vexfs-trace:report", "-Dvexfs.trace.ci=jenkins");

        assertThat(Path.of(attachment())).isAbsolute().content().contains("leaks 384 bytes in 3 objects");
    }

    @Test
    void whatRunsTheBuildIsNotAskedWhereNoneIsWanted() throws Exception {
        assertThat(project.run("vexfs-trace:report", "-Dvexfs.trace.ci=none").log())
                .contains("BUILD SUCCESS")
                .doesNotContain("::error");
    }

    @Test
    void anUnknownSystemIsRefused() throws Exception {
        assertThat(project.run("vexfs-trace:report", "-Dvexfs.trace.ci=travis").log())
                .contains("ci is 'travis'; expected auto, github, gitlab, jenkins or none");
    }

    private static String attachment() throws Exception {
        List<String> outputs =
                project.report("LeakyIT").testCase("losesThreeObjects").outputs();
        assertThat(outputs).singleElement().asString().containsOnlyOnce("[[ATTACHMENT|");
        return outputs.get(0).replaceFirst("(?s).*\\[\\[ATTACHMENT\\|", "").replaceFirst("(?s)]].*", "");
    }
}
