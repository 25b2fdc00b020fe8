package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HelpBuildTests {

    @Test
    void listsTheGoalsWithWhatTheyDo() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "help").run("vexfs-trace:help");

        assertThat(build.log())
                .contains("vexfs-trace:report", "Writes what the traces found into the reports")
                .contains("vexfs-trace:check", "Fails the build on what the traces found")
                .contains("vexfs-trace:baseline", "vexfs-trace:aggregate")
                .contains("vexfs-trace:doctor", "Checks whether a module can be traced on this machine")
                .contains("vexfs-trace:list", "Lists the scripts")
                .contains("vexfs-trace:run", "Traces the module with one of the scripts")
                .contains("vexfs-trace:performance", "vexfs-trace:memory", "vexfs-trace:custom")
                .contains("vexfs-trace:monitor", "Traces the module with all three scripts at once")
                .contains("vexfs-trace:analyze", "Says what text results or captures came to")
                .contains("vexfs-trace:status", "Shows the traces that the trace manager runs")
                .contains("vexfs-trace:stop", "Ends all traces that the trace manager runs")
                .contains("vexfs-trace:clean", "Removes results that were written longer ago")
                .contains("BUILD SUCCESS");
    }

    @Test
    void describesEveryParameterOfAGoal() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("clean", "help-check").run("vexfs-trace:help", "-Ddetail", "-Dgoal=check");

        assertThat(build.log())
                .contains("failOnMissingTraces (Default: true)", "inconclusive (Default: fail)")
                .contains("noLeaks (Default: true)", "noDoubleFree (Default: true)", "noInvalidFree (Default: true)")
                .contains("User property: vexfs.trace.check.inconclusive")
                .contains("skip (Default: false)")
                .contains("<outputDirectory>target/vexfs-trace</outputDirectory>");
    }

    @Test
    void describesWhatAGoalOfTheTraceManagerTakes() throws IOException, InterruptedException {
        MavenBuild build =
                TinyProject.copy("clean", "help-doctor").run("vexfs-trace:help", "-Ddetail", "-Dgoal=doctor");

        assertThat(build.log())
                .contains("format (Default: text)", "User property: vexfs.trace.manager.format")
                .contains("<outputFile>target/vexfs-trace/doctor.json</outputFile>")
                .contains("<vexfs.trace.bpftrace>sudo -n")
                .contains("User property: vexfs.trace.module");
    }
}
