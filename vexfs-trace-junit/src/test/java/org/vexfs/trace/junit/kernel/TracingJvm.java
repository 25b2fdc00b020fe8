package org.vexfs.trace.junit.kernel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A JVM of its own that runs the tests of one class, as a fork of Surefire does, and can be killed. */
final class TracingJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private TracingJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one in a folder, which its configuration's paths are relative to. */
    static TracingJvm start(Class<?> tests, Path folder) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dbasedir=" + folder,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TracingJvm.class.getName(),
                        tests.getName()))
                .redirectError(new File(folder.toFile(), "errors.txt"))
                .start();
        return new TracingJvm(process);
    }

    public static void main(String[] arguments) {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(arguments[0]))
                        .build());
    }

    /** Waits until a test of it prints a line that begins so, and gives the rest. */
    String await(String beginning) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        throw new IOException("the JVM ended before it printed " + beginning);
    }

    /** Waits for its end. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Kills it with SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
