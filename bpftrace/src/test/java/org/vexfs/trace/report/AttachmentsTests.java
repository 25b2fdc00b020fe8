package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;

class AttachmentsTests {

    private static final String STORE = "org.example.StoreIT";

    @TempDir
    Path workspace;

    @Test
    void gitLabGetsAPathRelativeToItsProject() throws IOException {
        List<String> paths = attachments(CiSystem.GITLAB).of(List.of(Runs.leaky(STORE, "insert")));

        assertThat(paths)
                .singleElement()
                .asString()
                .matches("module/target/findings/StoreIT\\.insert-[0-9a-f]{8}\\.txt");
        assertThat(workspace.resolve(paths.get(0))).hasContent("it leaks.\nHere.");
    }

    @Test
    void jenkinsGetsAWholePath() throws IOException {
        assertThat(attachments(CiSystem.JENKINS).of(List.of(Runs.leaky(STORE, "insert"))))
                .singleElement()
                .asString()
                .startsWith(workspace.resolve("module/target/findings") + "/");
    }

    @Test
    void allAttemptsStandInOneFile() throws IOException {
        List<String> paths = attachments(CiSystem.GITLAB)
                .of(List.of(
                        Runs.run(STORE, "insert", 1, Verdict.FAILED, Verdict.PASSED, "first"),
                        Runs.run(STORE, "insert", 2, Verdict.PASSED, Verdict.PASSED, ""),
                        Runs.run(STORE, "insert", 3, Verdict.FAILED, Verdict.PASSED, "third")));

        assertThat(workspace.resolve(paths.get(0))).hasContent("first\n\nthird");
    }

    @Test
    void namesThatDifferInOneCharacterHaveFilesOfTheirOwn() throws IOException {
        Attachments attachments = attachments(CiSystem.GITLAB);

        assertThat(attachments.of(List.of(Runs.leaky(STORE, "insert(int)[1]"))))
                .isNotEqualTo(attachments.of(List.of(Runs.leaky(STORE, "insert(int){1}"))));
    }

    @Test
    void aNameIsNoPath() throws IOException {
        assertThat(attachments(CiSystem.GITLAB).of(List.of(Runs.leaky(STORE, "../../etc/passwd]]"))))
                .singleElement()
                .asString()
                .matches("module/target/findings/[A-Za-z0-9._-]+\\.txt");
    }

    @Test
    void whatPassedHasNoneAndNeitherHasAnybodyElse() throws IOException {
        assertThat(attachments(CiSystem.GITLAB).of(List.of(Runs.passed(STORE, "insert"))))
                .isEmpty();
        assertThat(attachments(CiSystem.GITHUB).of(List.of(Runs.leaky(STORE, "insert"))))
                .isEmpty();
        assertThat(workspace.resolve("module")).doesNotExist();
    }

    @Test
    void aLinkInItsPlaceIsNotWrittenThrough() throws IOException {
        Path elsewhere = Files.writeString(workspace.resolve("elsewhere"), "untouched");
        String path = attachments(CiSystem.GITLAB)
                .of(List.of(Runs.leaky(STORE, "insert")))
                .get(0);
        Files.delete(workspace.resolve(path));
        Files.createSymbolicLink(workspace.resolve(path), elsewhere);

        attachments(CiSystem.GITLAB).of(List.of(Runs.leaky(STORE, "insert")));

        assertThat(elsewhere).hasContent("untouched");
        assertThat(workspace.resolve(path)).hasContent("it leaks.\nHere.");
    }

    private Attachments attachments(CiSystem system) {
        return new Attachments(system, workspace.resolve("module/target/findings"), workspace);
    }
}
