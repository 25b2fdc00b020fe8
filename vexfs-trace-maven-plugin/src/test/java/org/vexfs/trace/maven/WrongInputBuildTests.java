package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goals that are given what they cannot use. */
class WrongInputBuildTests {

    @Test
    void aValueThatIsNoneFailsWithThoseThatAre() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "wrong-value")
                .run("vexfs-trace:check", "-Dvexfs.trace.check.inconclusive=maybe");

        assertThat(build.log())
                .contains("BUILD FAILURE", "MojoFailureException", "inconclusive is 'maybe'; expected fail or warn");
    }

    @Test
    void aFileThatHoldsNoRecordsFailsWithItsNameAndLine() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "wrong-records");
        Files.createDirectories(project.traces());
        Files.write(project.traces().resolve("x.records.jsonl"), List.of("this is none", "nor is this"));

        MavenBuild build = project.run("vexfs-trace:check");

        assertThat(build.log())
                .contains("BUILD FAILURE", "x.records.jsonl, line 1: not a record", "Remedy: remove the file");
    }

    @Test
    void aRecordThatTheJvmDidNotFinishIsLeftOut() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("clean", "unfinished-record").with(Capture.recorded());
        assertThat(project.verify().log()).contains("BUILD SUCCESS");
        Files.writeString(project.traces().resolve("x.records.jsonl"), "{\"record\":\"started\",\"uni");

        assertThat(project.run("vexfs-trace:check").log()).contains("5 traced tests, no violation", "BUILD SUCCESS");
    }
}
