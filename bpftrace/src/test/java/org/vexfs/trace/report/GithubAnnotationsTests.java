package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;

class GithubAnnotationsTests {

    private static final String STORE = "org.example.StoreIT";

    @TempDir
    Path workspace;

    private Path project;

    @BeforeEach
    void aProjectInARepository() throws IOException {
        project = Files.createDirectories(workspace.resolve("tests/vector-store"));
    }

    @Test
    void aLeakIsShownBesideTheLineThatAllocates() throws IOException {
        Files.createFile(workspace.resolve("vexfs_faults.c"));

        assertThat(annotations(Runs.leaky(STORE, "insert")))
                .containsExactly("::error file=vexfs_faults.c,line=63,title=vexfs-trace%3A StoreIT.insert::"
                        + "it leaks.%0AHere.");
    }

    @Test
    void aSourceOfTheProjectIsRelativeToTheRepository() throws IOException {
        Files.createFile(project.resolve("vexfs_faults.c"));

        assertThat(annotations(Runs.leaky(STORE, "insert")))
                .singleElement()
                .asString()
                .startsWith("::error file=tests/vector-store/vexfs_faults.c,line=63,");
    }

    @Test
    void whatHasNoLineOfTheModuleIsShownBesideTheTest() throws IOException {
        Path sources = Files.createDirectories(project.resolve("src/test/java/org/example"));
        Files.writeString(sources.resolve("StoreIT.java"), "class StoreIT {\n    @Test\n    void insert() {}\n}\n");

        assertThat(annotations(Runs.run(STORE, "insert", 1, Verdict.PASSED, Verdict.FAILED, "frees twice")))
                .containsExactly("::error file=tests/vector-store/src/test/java/org/example/StoreIT.java,line=3,"
                        + "title=vexfs-trace%3A StoreIT.insert::frees twice");
        assertThat(annotations(Runs.run(STORE, "inherited", 1, Verdict.INCONCLUSIVE, Verdict.PASSED, "INCONCLUSIVE")))
                .containsExactly("::warning file=tests/vector-store/src/test/java/org/example/StoreIT.java,"
                        + "title=vexfs-trace%3A StoreIT.inherited::INCONCLUSIVE");
    }

    @Test
    void whatDoesNotStandInTheRepositoryHasNoPlace() {
        assertThat(annotations(Runs.leaky(STORE, "insert")))
                .containsExactly("::error title=vexfs-trace%3A StoreIT.insert::it leaks.%0AHere.");
    }

    @Test
    void whatCannotTellIsAWarning() {
        assertThat(annotations(Runs.run(STORE, "insert", 1, Verdict.INCONCLUSIVE, Verdict.PASSED, "INCONCLUSIVE")))
                .containsExactly("::warning title=vexfs-trace%3A StoreIT.insert::INCONCLUSIVE");
    }

    @Test
    void whatPassedOrWasAbortedIsNotShown() {
        assertThat(annotations(Runs.passed(STORE, "insert"), Runs.aborted(Runs.leaky(STORE, "clear"))))
                .isEmpty();
    }

    @Test
    void theWorstTenAreShownDoubleFreesFirst() {
        TestRun twice = Runs.run(STORE, "twice", 1, Verdict.PASSED, Verdict.FAILED, "frees twice");
        TestRun[] runs = IntStream.rangeClosed(0, 20)
                .mapToObj(i -> i == 20 ? twice : Runs.leaky(STORE, "leak" + i))
                .toArray(TestRun[]::new);

        assertThat(annotations(runs)).hasSize(10).first().asString().endsWith("::frees twice");
    }

    @Test
    void nothingThatIsFoundCanEndACommandOrBeginOne() {
        assertThat(annotations(Runs.run(
                        STORE, "insert(1,2):x", 1, Verdict.FAILED, Verdict.PASSED, "100%\r\n::error::not ours\n")))
                .containsExactly("::error title=vexfs-trace%3A StoreIT.insert(1%2C2)%3Ax::"
                        + "100%25%0D%0A::error::not ours%0A");
    }

    private List<String> annotations(TestRun... runs) {
        TestSources sources = new TestSources(workspace, List.of(project.resolve("src/test/java")));
        return new GithubAnnotations(workspace, project, sources).of(List.of(runs));
    }
}
