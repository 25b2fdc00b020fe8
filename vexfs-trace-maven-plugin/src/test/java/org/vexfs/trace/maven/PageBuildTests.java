package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build, one of whose two tests leaks, in a project that keeps what its runs came to. */
class PageBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("leaks", "page").with(Capture.recorded().measuringMemory());
        Files.createDirectories(history().getParent());
        Files.createFile(history());
        build = project.verify();
    }

    @Test
    void hasAPageWithTheVerdictOfEveryTestAndItsStyleSheetBesideIt() throws IOException {
        Path page = project.traces().resolve("index.html");

        assertThat(build.log()).contains("page: " + page);
        assertThat(page)
                .content()
                .contains(
                        "Of 2 traced tests, 1 failed, 0 cannot be told, and 1 passed.",
                        "<bdi>LeakyIT.losesThreeObjects</bdi>",
                        "<bdi>VectorStoreIT.deleteFreesWhatInsertAllocates</bdi>",
                        "vexfs_fault_leak+0x27",
                        "href=\"vexfs-trace.css\"");
        assertThat(page.resolveSibling("vexfs-trace.css")).content().contains("prefers-color-scheme: dark");
    }

    @Test
    void drawsWhatWasHeldAndWhoseCallsLeaked() throws IOException {
        assertThat(project.traces().resolve("index.html"))
                .content()
                .contains("<figcaption>Memory held by the module</figcaption>")
                .contains("<figcaption>Leaked bytes by call stack, callers above</figcaption>");
    }

    @Test
    void isNoRunOfItsOwnAsItIsReplayed() throws IOException {
        assertThat(history()).isEmptyFile();
        assertThat(project.traces().resolve("index.html"))
                .content()
                .contains("Judged again from what an earlier run captured: 2 tests.");
    }

    @Test
    void keepsOneLineOfARunHoweverOftenItIsReported() throws IOException, InterruptedException {
        TinyProject ran = TinyProject.copy("not-traced", "page-history");
        new RecordedRun("6.12", 1_000, 1_000_000).into(ran);
        Path file = ran.file("site/history.jsonl");

        for (int i = 0; i < 2; i++) {
            ran.run("vexfs-trace:report", "-Dvexfs.trace.report.historyFile=site/history.jsonl");

            assertThat(file).content().hasLineCount(1).contains("\"passed\":1", "\"kernel\":\"6.12\"");
        }
    }

    @Test
    void writesThePageWhereItIsToldTo() throws IOException, InterruptedException {
        MavenBuild elsewhere = project.run("vexfs-trace:report", "-Dvexfs.trace.report.htmlFile=site/traces/page.html");

        assertThat(elsewhere.log()).contains("BUILD SUCCESS");
        assertThat(project.file("site/traces/page.html")).exists();
        assertThat(project.file("site/traces/vexfs-trace.css")).exists();
    }

    @Test
    void writesNoneWhereNoneIsWanted() throws IOException, InterruptedException {
        TinyProject without = TinyProject.copy("leaks", "no-page").with(Capture.recorded());

        assertThat(without.verify("-Dvexfs.trace.report.html=false").log()).contains("summary: ");

        assertThat(without.traces().resolve("index.html")).doesNotExist();
        assertThat(without.file(".vexfs-trace")).doesNotExist();
    }

    @Test
    void thePageOfAnEarlierBuildDoesNotOutliveOneWithoutTracedTests() throws IOException, InterruptedException {
        TinyProject none = TinyProject.copy("not-traced", "no-page-left");
        Path page = Files.createDirectories(none.traces()).resolve("index.html");
        Files.writeString(page, "PASSED");

        none.verify();

        assertThat(page).content().contains("No test was traced.").doesNotContain("PASSED</b>");
    }

    private static Path history() {
        return project.file(".vexfs-trace/history.jsonl");
    }
}
