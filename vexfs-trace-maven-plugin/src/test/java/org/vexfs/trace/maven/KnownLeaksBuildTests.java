package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build one of whose two tests leaks, replayed, with and without that in its baseline. */
class KnownLeaksBuildTests {

    private static final String BASELINE = "src/test/vexfs-trace/baseline.json";

    private static TinyProject project;
    private static MavenBuild refused;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("leaks", "known-leaks").with(Capture.recorded());
        refused = project.verify("vexfs-trace:baseline", "-Dvexfs.trace.check.noLeaks=false");
    }

    @Test
    void aLeakIsNotTakenInUnlessThatIsAskedFor() throws IOException, InterruptedException {
        assertThat(refused.log())
                .contains(
                        "left out org.vexfs.trace.example.LeakyIT.losesThreeObjects: it leaks; mend that, or keep it as"
                                + " known with knownLeaks=true",
                        "added 1 test: ",
                        "BUILD SUCCESS");
        assertThat(project.verify().log()).contains("1 violation:", "BUILD FAILURE");

        assertThat(project.run("vexfs-trace:baseline", "-Dvexfs.trace.baseline.knownLeaks=true")
                        .log())
                .contains("added 1 test: org.vexfs.trace.example.LeakyIT.losesThreeObjects", "BUILD SUCCESS");
        assertThat(project.file(BASELINE)).content().contains("\"leak\":", "\"objects\":3,\"bytes\":384");

        assertThat(project.verify().log())
                .contains(
                        "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects, which the baseline knows",
                        "2 traced tests, no violation",
                        "BUILD SUCCESS");
        assertThat(project.run("vexfs-trace:aggregate").log())
                .contains("which the baseline knows", "of 1 part (leaks), no violation", "BUILD SUCCESS");
    }
}
