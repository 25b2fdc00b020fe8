package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.config.TraceScript.KERNEL;
import static org.vexfs.trace.config.TraceScript.MEMORY;
import static org.vexfs.trace.config.TraceScript.PERFORMANCE;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.ProgramOptions;
import org.vexfs.trace.script.SelectedOperations;
import org.vexfs.trace.script.TraceProgram;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.testing.KernelTest;

/** bpftrace compiles every script and attaches all its probes, alone and as the library makes it. */
@KernelTest
@Timeout(1200)
class ScriptsCompileTests {

    /** A buffer for each CPU, and in it one for each place in the program, of so many bytes. */
    private static final Pattern BUFFER =
            Pattern.compile("^@\\w+_buf = .*\\[\\d+ x \\[\\d+ x \\[(\\d+) x i8\\]\\]\\]", Pattern.MULTILINE);

    private static TraceTarget target;

    @TempDir
    private Path folder;

    @BeforeAll
    static void find() {
        target = Preflight.run(new BpftraceCommand(List.of("bpftrace")), "vexfs", List.of("vexfs_*"), true)
                .target()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"KERNEL", "PERFORMANCE"})
    void aScriptRunsAloneAsItStands(TraceScript script) throws Exception {
        Path file = folder.resolve(script.fileName() + ".bt");
        try (InputStream text =
                TraceScript.class.getResourceAsStream("/org/vexfs/trace/scripts/" + script.fileName() + ".bt")) {
            Files.copy(text, file);
        }
        assertAttaches(file.toString());
    }

    @ParameterizedTest
    @MethodSource
    void theLibrarysProgramRuns(Set<TraceScript> scripts, Set<String> sections) throws Exception {
        assertAttaches(
                "-e", TraceProgram.text(target, new ProgramOptions(scripts, "abcde", 1024, 65_536, 20_000, sections)));
    }

    /**
     * Where it is a buffer of the CPU the program of an interrupt writes over it, and an event is lost. Only a stack of 20
     * calls (168 bytes with 0.27; a number with 0.23) and what has one have no room there.
     */
    @Test
    void whatAProgramPrintsAndKeepsIsBuiltOnItsOwnStack() throws Exception {
        Set<String> sections = Set.of("memory_ops", "lock_ops");
        String program = TraceProgram.text(
                target,
                new ProgramOptions(Set.of(MEMORY, KERNEL, PERFORMANCE), "abcde", 1024, 65_536, 20_000, sections));

        String code = run("bpftrace", "--dry-run", "-d", "codegen", "-e", program);

        assertThat(code).contains("@ringbuf = ");
        assertThat(BUFFER.matcher(code).results().map(buffer -> Integer.parseInt(buffer.group(1))))
                .allMatch(bytes -> bytes >= 168);
    }

    @Test
    void theProgramThatSamplesAndLeavesOutRuns() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.kernel_trace.lock_ops", "false");
        properties.setProperty("vexfs.trace.kernel_trace.sampling.filesystem_sample_rate", "10");
        properties.setProperty("vexfs.trace.kernel_trace.sampling.memory_sample_rate", "5");
        OperationSettings settings =
                ConfigLoader.load(properties, folder, Map.of()).operations();

        assertAttaches(
                "-e",
                TraceProgram.text(
                        target,
                        new ProgramOptions(
                                Set.of(KERNEL),
                                "abcde",
                                1024,
                                65_536,
                                20_000,
                                Set.of("memory_ops"),
                                SelectedOperations.of(settings, target.operations()))));
    }

    static Stream<Arguments> theLibrarysProgramRuns() {
        Set<String> sections = Set.of("memory_ops", "lock_ops");
        return Stream.of(
                Arguments.of(Set.of(KERNEL), Set.of()),
                Arguments.of(Set.of(KERNEL), sections),
                Arguments.of(Set.of(PERFORMANCE), Set.of()),
                Arguments.of(Set.of(MEMORY, KERNEL, PERFORMANCE), sections));
    }

    private void assertAttaches(String... program) throws IOException, InterruptedException {
        String said = run(Stream.concat(Stream.of("bpftrace", "--dry-run"), Stream.of(program))
                .toArray(String[]::new));
        assertThat(said).doesNotContain("could not attach", "No probes to attach");
    }

    private String run(String... command) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        Process bpftrace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(bpftrace.waitFor(5, TimeUnit.MINUTES))
                    .as("bpftrace has ended")
                    .isTrue();
            assertThat(bpftrace.exitValue())
                    .as(() -> "what bpftrace said: " + text(output))
                    .isZero();
            return text(output);
        } finally {
            bpftrace.destroyForcibly();
        }
    }

    private static String text(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
