package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose leaking test has a name, and prints a text, that XML cannot hold as they are. */
class OddCharactersBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Capture capture = Capture.recorded()
                .renaming(
                        "LeakyIT.losesThreeObjects",
                        "[engine:junit-jupiter]/[class:org.vexfs.trace.example.OddIT]/[method:losesThreeObjects()]",
                        "OddIT.losesThreeObjects ends <![CDATA[ with ]]> & \u0001 \uD83D\uDE00");
        project = TinyProject.copy("odd-characters", "odd-characters").with(capture);
        build = project.verify();
    }

    @Test
    void failsBecauseOfTheLeakOnly() {
        assertThat(build.log())
                .contains(
                        "BUILD FAILURE",
                        "vexfs-trace-maven-plugin:" + ThisBuild.version() + ":check",
                        "leaks 384 bytes in 3 objects");
    }

    @Test
    void writesWhatXmlCanHoldOfTheNameAfterTheTestsOwnOutput() throws Exception {
        assertThat(project.report("OddIT").testCase("losesThreeObjects").outputs())
                .singleElement()
                .asString()
                .startsWith("its own ]]> ")
                .contains("red", "&amp; <tag>\n")
                .contains("OddIT.losesThreeObjects ends <![CDATA[ with ]]> & ? \uD83D\uDE00 leaks 384 bytes");
    }

    @Test
    void keepsWhatTheTestWroteToItsErrorStream() throws Exception {
        assertThat(project.report("OddIT").testCase("losesThreeObjects").errors())
                .singleElement()
                .asString()
                .contains("its error");
    }
}
