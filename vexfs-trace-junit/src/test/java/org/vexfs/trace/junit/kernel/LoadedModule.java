package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Loads the example module into the kernel, and takes it out. */
final class LoadedModule {

    private static final Path LOADED = Path.of("/sys/module/vexfs");

    private LoadedModule() {}

    static boolean isThere() {
        return Files.exists(LOADED);
    }

    /** Loads it with its faults, and with further parameters. */
    static void load(String... parameters) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("insmod", System.getProperty("vexfs.trace.module_file"), "faults=1"));
        command.addAll(List.of(parameters));
        run(command);
    }

    static void unload() throws IOException, InterruptedException {
        run(List.of("rmmod", "vexfs"));
    }

    /** Tries to unload it, and gives why that is refused. */
    static String refusal() throws IOException, InterruptedException {
        Ended ended = end(List.of("rmmod", "vexfs"));
        assertThat(ended.status()).isNotZero();
        return ended.output();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Ended ended = end(command);
        assertThat(ended.status()).as("%s: %s", command, ended.output()).isZero();
    }

    private static Ended end(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return new Ended(
                process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private record Ended(int status, String output) {}
}
