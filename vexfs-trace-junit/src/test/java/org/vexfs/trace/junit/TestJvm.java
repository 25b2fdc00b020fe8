package org.vexfs.trace.junit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A JVM of its own that runs the tests of one class, as a fork of Surefire does; it can be killed, or lack rights. */
public final class TestJvm implements AutoCloseable {

    /** What makes a command run without any rights. */
    public static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--");

    /** No test runs for longer, be it on an emulated CPU: one that hangs is killed, and whoever waits for it goes on. */
    private static final long LONGEST_MINUTES = 15;

    private final Process process;
    private final BufferedReader output;

    private TestJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture.delayedExecutor(LONGEST_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
    }

    /** Starts one in a folder, which its configuration's paths are relative to. */
    public static TestJvm start(Class<?> tests, Path folder) throws IOException {
        return start(List.of(), classPath(), Map.of(), tests, folder);
    }

    /** Starts one with a command before it that changes its rights, and with properties. */
    public static TestJvm start(
            List<String> prefix, String classPath, Map<String, String> properties, Class<?> tests, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dbasedir=" + folder));
        // How patient to be with this machine's bpftrace.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("vexfs.trace.bpftrace.") && !properties.containsKey(name))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", classPath, TestJvm.class.getName(), tests.getName()));
        return new TestJvm(new ProcessBuilder(command)
                .redirectError(new File(folder.toFile(), "errors.txt"))
                .start());
    }

    /** Prints the message of each failure, after what the tests print. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                                .build(),
                        summary);
        summary.getSummary()
                .getFailures()
                .forEach(failure -> System.out.println(
                        "failure " + failure.getException().getMessage().replace("\n", " | ")));
    }

    /** Copies this JVM's class path to a folder that anybody may read. */
    public static String readableClassPath(Path folder) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator)) {
            Path source = Path.of(entry);
            Path copy = folder.resolve("lib" + copies.size() + "-" + source.getFileName());
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(source.relativize(file).toString()));
                }
            }
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Gives this JVM's class path. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Waits until a test of it prints a line that begins so, and gives the rest. */
    public String await(String beginning) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        throw new IOException("the JVM ended before it printed " + beginning);
    }

    /** Waits for the end of its output, and gives what it printed since. */
    public List<String> remainingOutput() {
        return output.lines().toList();
    }

    /** Waits for its end. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Lets a test of it go on that waits for its input. */
    public void go() throws IOException {
        process.getOutputStream().close();
    }

    /** Gives its process. */
    public long pid() {
        return process.pid();
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
