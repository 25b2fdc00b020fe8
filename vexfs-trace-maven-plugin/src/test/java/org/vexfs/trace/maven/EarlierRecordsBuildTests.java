package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A build after another one, without {@code clean}, in which a test leaked. */
class EarlierRecordsBuildTests {

    private TinyProject project;

    @BeforeEach
    void buildWithALeak(TestInfo test) throws IOException, InterruptedException {
        String method = test.getTestMethod().orElseThrow().getName();
        project = TinyProject.copy("leaks", "earlier-records-" + method).with(Capture.recorded());
        assertThat(project.verify().log()).contains("leaks 384 bytes in 3 objects", "BUILD FAILURE");
    }

    @Test
    void doNotCountInABuild() throws IOException, InterruptedException {
        MavenBuild second = project.verify("-Dit.test=VectorStoreIT");

        assertThat(second.log()).contains("no violation", "BUILD SUCCESS");
        assertThat(project.summary())
                .contains("1 passed, 0 failed, 0 inconclusive")
                .doesNotContain("LeakyIT");
    }

    @Test
    void countForAGoalThatIsCalledAlone() throws IOException, InterruptedException {
        MavenBuild alone = project.run("vexfs-trace:check");

        assertThat(alone.log()).contains("1 violation:", "leaks 384 bytes in 3 objects", "BUILD FAILURE");
    }

    @Test
    void countForAGoalThatIsCalledAloneByItsFullName() throws IOException, InterruptedException {
        MavenBuild alone = project.run("org.vexfs.trace:vexfs-trace-maven-plugin:" + ThisBuild.version() + ":report");

        assertThat(alone.log()).contains("the findings of 2 traced tests", "BUILD SUCCESS");
    }
}
