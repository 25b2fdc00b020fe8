package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.bpftrace.FakeExecutable;

/** The script that starts the trace manager, in a checkout of its own, with a java that prints its arguments. */
class ManagerScriptTests {

    @TempDir
    private Path folder;

    private Path project;
    private Path script;
    private Path javaHome;

    @BeforeEach
    void checkout() throws IOException {
        project = Files.createDirectories(folder.resolve("a checkout/bpftrace"));
        script = Files.createDirectories(project.resolve("tools")).resolve("vexfs_trace_manager.sh");
        Files.copy(Path.of("tools/vexfs_trace_manager.sh"), script);
        javaHome = folder.resolve("a jdk");
        FakeExecutable.in(javaHome.resolve("bin"), "java", "for word; do printf '<%s>' \"$word\"; done; exit 3");
    }

    @Test
    void argumentsAndTheStatusArePassedUnchanged() throws Exception {
        Path jar = jar("0.1.0");
        Answer answer = run(script, "list", "a b", "", "*", "$(id)", "'\"\\", "-v");

        assertThat(answer.out()).endsWith("<-jar><" + jar + "><list><a b><><*><$(id)><'\"\\><-v>");
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isEqualTo(3);
    }

    @Test
    void itFindsTheJarThroughALink() throws Exception {
        Path jar = jar("0.1.0");
        Path link = Files.createSymbolicLink(folder.resolve("-link"), script);

        assertThat(run(link).out()).endsWith("<" + jar + ">");
    }

    @Test
    void ofSeveralJarsTheNewestIsTaken() throws Exception {
        Files.setLastModifiedTime(jar("0.9.0"), FileTime.fromMillis(1_000_000));
        Path newest = jar("0.10.0");
        Files.setLastModifiedTime(newest, FileTime.fromMillis(3_000_000));
        Files.setLastModifiedTime(jar("0.8.0"), FileTime.fromMillis(2_000_000));

        assertThat(run(script).out()).endsWith("<" + newest + ">");
    }

    @Test
    void aJarThatIsNotBuiltIsNamedWithTheCommandThatBuildsIt() throws Exception {
        assertThat(run(script, "list")).isEqualTo(new Answer(2, "", """
                vexfs_trace_manager.sh: no jar %1$s/target/vexfs-trace-bpftrace-VERSION-cli.jar
                Remedy: build it: mvn -f '%2$s/pom.xml' package -DskipTests -pl bpftrace
                """.formatted(project, project.getParent())));
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        jar("0.1.0");
        javaHome = folder.resolve("none");

        assertThat(run(script, "list")).isEqualTo(new Answer(2, "", """
                vexfs_trace_manager.sh: JAVA_HOME is '%1$s', and there is no program %1$s/bin/java
                Remedy: set JAVA_HOME to the folder of Java 17 or later, or unset it
                """.formatted(javaHome)));
    }

    @Test
    void withoutAnyJavaWhatToInstallIsSaid() throws Exception {
        jar("0.1.0");
        javaHome = null;

        assertThat(run(script, "list")).isEqualTo(new Answer(2, "", """
                vexfs_trace_manager.sh: no java is on the path, and JAVA_HOME is not set
                Remedy: install Java 17 or later (apt-get install default-jre-headless), or set JAVA_HOME
                """));
    }

    @Test
    void aJavaTooOldIsNamedWithItsVersion() throws Exception {
        jar("0.1.0");
        Files.writeString(javaHome.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertThat(run(script, "list")).isEqualTo(new Answer(2, "", """
                vexfs_trace_manager.sh: %s/bin/java is Java 11; expected 17 or later
                Remedy: install Java 17 or later, or set JAVA_HOME to one
                """.formatted(javaHome)));
    }

    private Path jar(String version) throws IOException {
        Path target = Files.createDirectories(project.resolve("target"));
        Files.createFile(target.resolve("vexfs-trace-bpftrace-" + version + ".jar"));
        return Files.createFile(target.resolve("vexfs-trace-bpftrace-" + version + "-cli.jar"));
    }

    /** Runs the script from another folder, with the tools that it uses on the path, and no java. */
    private Answer run(Path command, String... arguments) throws Exception {
        Path tools = folder.resolve("tools");
        for (String tool : List.of("dirname", "readlink", "sed", "stty")) {
            FakeExecutable.in(tools, tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", command.toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", tools.toString());
        environment.remove("JAVA_HOME");
        if (javaHome != null) {
            environment.put("JAVA_HOME", javaHome.toString());
        }
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private record Answer(int status, String out, String err) {}
}
