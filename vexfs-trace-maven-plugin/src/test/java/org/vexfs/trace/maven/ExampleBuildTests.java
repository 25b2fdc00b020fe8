package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds of the project that users copy, with its own POM. */
class ExampleBuildTests {

    private static final String BASELINE = "src/test/vexfs-trace/baseline.json";
    private static final String SEARCH = "org.vexfs.trace.example.VectorSearchIT.searchIsFastEnough(VexfsTrace)";

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = example("example", Capture.ofSearches());
        build = project.verify("vexfs-trace:baseline");
    }

    private static TinyProject example(String copy, Capture searches) throws IOException {
        return TinyProject.example(copy).with(Capture.recorded()).withFurther(searches);
    }

    @Test
    void passes() {
        assertThat(build.log())
                .contains("7 traced tests, no violation", "BUILD SUCCESS")
                // Maven's word for what a goal does not know.
                .doesNotContain("is unknown for plugin");
    }

    @Test
    void hasItsBaselineWhereItsPomSays() {
        assertThat(project.file(BASELINE)).content().contains("\"operation\":\"vexfs_vector_search\"");
    }

    @Test
    void failsWhereASearchIsSlowerThanItsLimit() throws IOException, InterruptedException {
        TinyProject slow = example("example-slow", Capture.ofSearches().searching(100_000_000));

        assertThat(slow.verify().log())
                .contains(
                        "1 violation:",
                        SEARCH,
                        "too slow: the median of vexfs_vector_search is 100.0 ms in 1,000 calls; expected below 20 ms.",
                        "BUILD FAILURE");
    }

    @Test
    void failsWhereASearchIsMuchSlowerThanItsBaseline() throws IOException, InterruptedException {
        project.withFurther(Capture.ofSearches().searching((search, nanos) -> 2 * nanos));

        assertThat(project.verify().log())
                .contains("regressed: the median of vexfs_vector_search was", "allowed are 10 %", "BUILD FAILURE");
    }

    @Test
    void failsWhereATestLeaks() throws IOException, InterruptedException {
        assertThat(example("example-leaky", Capture.ofSearches())
                        .verify("-Pleaky")
                        .log())
                .contains(
                        "1 violation:",
                        "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects of module vexfs.",
                        "BUILD FAILURE");
    }
}
