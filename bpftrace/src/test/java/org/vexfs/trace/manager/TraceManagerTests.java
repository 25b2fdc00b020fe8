package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.manager.Manager.Answer;

class TraceManagerTests {

    @TempDir
    private Path folder;

    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
    }

    @Test
    void helpListsTheCommandsAndTheExitStatuses() {
        Answer answer = manager.run("help");

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .startsWith("Usage: vexfs_trace_manager.sh ")
                .contains("\n  list         Lists the scripts", "\n  doctor       Checks what a trace needs")
                .contains("\n  run          Traces the module")
                .contains("\n  1   the command line or the configuration is wrong\n")
                .contains("\nExamples:\n");
        assertThat(manager.run("--help")).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "doctor",
                "run",
                "performance",
                "memory",
                "custom",
                "monitor",
                "analyze",
                "status",
                "stop",
                "clean"
            })
    void helpOfACommandHasItsOptionsAndExamples(String command) {
        Answer answer = manager.run("help", command);

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .startsWith("Usage: vexfs_trace_manager.sh " + command + " ")
                .contains("--config", "--environment", "--no-module-check", "--verbose", "--quiet", "--format")
                .contains("\nExamples:\n")
                .contains("vexfs_trace_manager.sh " + command);
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(manager.run(command, "-h")).isEqualTo(answer);
    }

    @Test
    void theVersionIsTold() {
        Answer answer = manager.run("--version");

        assertThat(answer.status()).isZero();
        assertThat(answer.out()).startsWith("vexfs-trace ").contains("\nJava " + System.getProperty("java.version"));
    }

    @Test
    void anUnknownCommandIsRefusedWithTheNearest() {
        assertRefused("""
                vexfs_trace_manager.sh: unknown command 'docter'; the nearest is 'doctor'
                Remedy: 'vexfs_trace_manager.sh help' says what can be given.
                """, "docter");
        assertRefused("""
                vexfs_trace_manager.sh: unknown command 'lst'; the nearest is 'list'
                Remedy: 'vexfs_trace_manager.sh help' says what can be given.
                """, "help", "lst");
    }

    @Test
    void whatCannotBeTracedIsRefusedBeforeAnythingStarts() {
        assertRefused("""
                vexfs_trace_manager.sh: SCRIPT: 'disk' is none; expected kernel, performance or memory. A script of your own is traced with 'custom FILE'
                Remedy: 'vexfs_trace_manager.sh help run' says what can be given.
                """, "run", "disk");
        assertRefused("""
                vexfs_trace_manager.sh: Missing required parameter: 'SCRIPT'
                Remedy: 'vexfs_trace_manager.sh help run' says what can be given.
                """, "run");
        assertRefused("""
                vexfs_trace_manager.sh: --duration is 'soon'; expected seconds, or a number with us, ms, s or min, above 0
                Remedy: 'vexfs_trace_manager.sh help memory' says what can be given.
                """, "memory", "-d", "soon");
        assertRefused("""
                vexfs_trace_manager.sh: --format is json; expected text: a result is text, and the capture beside it is JSON
                Remedy: 'vexfs_trace_manager.sh help memory' says what can be given.
                """, "memory", "--format", "json");
    }

    @Test
    void noCommandIsRefusedWithThoseThatThereAre() {
        assertRefused("""
                vexfs_trace_manager.sh: no command; expected one of list, run, performance, memory, custom, monitor, doctor, analyze, status, stop, clean, help
                Remedy: 'vexfs_trace_manager.sh help' says what can be given.
                """);
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNearest() {
        assertRefused("""
                vexfs_trace_manager.sh: unknown option '--verbos'; the nearest is '--verbose'
                Remedy: 'vexfs_trace_manager.sh help list' says what can be given.
                """, "list", "--verbos");
    }

    @Test
    void anUnknownScriptIsRefusedWithTheNearest() {
        assertRefused("""
                vexfs_trace_manager.sh: unknown script 'memroy'; the nearest is 'memory'
                Remedy: 'vexfs_trace_manager.sh help list' says what can be given.
                """, "list", "memroy");
    }

    @Test
    void whatIsMoreThanACommandTakesIsRefused() {
        assertRefused("""
                vexfs_trace_manager.sh: 'memory' is more than doctor takes
                Remedy: 'vexfs_trace_manager.sh help doctor' says what can be given.
                """, "doctor", "memory");
    }

    @Test
    void verboseAndQuietExcludeEachOther() {
        assertRefused("""
                vexfs_trace_manager.sh: --verbose and --quiet exclude each other; expected one of them, or neither
                Remedy: 'vexfs_trace_manager.sh help list' says what can be given.
                """, "list", "-v", "-q");
    }

    @Test
    void anUnknownKeyOfTheConfigurationIsRefusedWithFileLineAndTheNearest() throws IOException {
        Path file = Files.writeString(folder.resolve("trace.yaml"), "module: vexfs\nfunction: [a]\n");

        assertRefused(
                "vexfs_trace_manager.sh: " + file
                        + ", line 2: unknown key 'function'; the nearest known is 'functions'\n",
                "doctor",
                "--config",
                file.toString());
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Answer answer =
                manager.run("list", "--config", folder.resolve("none.yaml").toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).startsWith("vexfs_trace_manager.sh: cannot read " + folder.resolve("none.yaml"));
    }

    @Test
    void aModulesNameThatCannotBeIsRefused() {
        Answer answer = manager.run("doctor", "-Dvexfs.trace.module=a b");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .startsWith("vexfs_trace_manager.sh: module name 'a b' is not one that the kernel takes");
    }

    @Test
    void aSettingThatIsNoneIsRefused() {
        assertRefused(
                "vexfs_trace_manager.sh: -Dmodule is no setting; expected -Dvexfs.trace.KEY=VALUE, such as"
                        + " -Dvexfs.trace.module=NAME\n",
                "doctor",
                "-Dmodule=ext4");
    }

    @Test
    void aGoalOfMavenIsToldHowToGoOnWithMaven() {
        manager.runBy(FrontEnd.MAVEN);

        assertThat(manager.run("list").out()).endsWith("""

                'mvn vexfs-trace:list -Dvexfs.trace.manager.verbose' says which functions of the
                loaded module each would probe.
                """);
        assertThat(manager.run("doctor").out().replaceAll("\\s+", " "))
                .contains("match nothing; -Dvexfs.trace.manager.verbose names them.");
        assertRefused("""
                unknown script 'memroy'; the nearest is 'memory'
                Remedy: 'mvn vexfs-trace:help -Ddetail -Dgoal=list' says what can be given.
                """, "list", "memroy");
        assertRefused(
                "-Dvexfs.trace.modul: unknown key 'modul'; the nearest known is 'module'\n",
                "doctor",
                "-Dvexfs.trace.modul=ext4");
    }

    @Test
    void whoCallsItGetsWhatACommandSaysAndItsStatus() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        assertThat(FrontEnd.MAVEN.run(List.of("list", "--quiet"), new PrintWriter(out), new PrintWriter(err)))
                .isZero();
        assertThat(FrontEnd.MAVEN.run(List.of("list", "none"), new PrintWriter(out), new PrintWriter(err)))
                .isOne();

        assertThat(out.toString()).isEqualTo("kernel\nperformance\nmemory\n");
        assertThat(err.toString()).startsWith("unknown script 'none'");
    }

    private void assertRefused(String message, String... arguments) {
        assertThat(manager.run(arguments)).isEqualTo(new Answer(1, "", message));
    }
}
