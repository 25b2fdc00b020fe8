package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** No trace is stopped here: those of this machine are not this build's. */
class StopBuildTests {

    @Test
    void aTimeThatCannotBeIsRefused() throws IOException, InterruptedException {
        MavenBuild build =
                TinyProject.copy("clean", "stop-time").run("vexfs-trace:stop", "-Dvexfs.trace.manager.timeout=-1");

        assertThat(build.exitCode()).isOne();
        assertThat(build.log())
                .contains("MojoExecutionException", "--timeout is -1; expected a number of seconds, 0 or more")
                .contains("'mvn vexfs-trace:help -Ddetail -Dgoal=stop' says what can be given");
    }
}
