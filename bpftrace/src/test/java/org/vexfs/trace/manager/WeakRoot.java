package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vexfs.trace.manager.Manager.Answer;

/** The trace manager in a JVM of root's that lacks some of root's rights, as other users do. */
final class WeakRoot {

    private WeakRoot() {}

    /** Takes the folder of the running traces, and a command. */
    public static void main(String[] arguments) {
        System.exit(TraceManager.commandLine(
                        FrontEnd.COMMAND_LINE,
                        config -> {
                            throw new IllegalStateException("the machine is not looked at");
                        },
                        new RunningTraces(Path.of(arguments[0])),
                        "160")
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    /**
     * Runs a command.
     *
     * @param capability what root cannot do, such as {@code kill}
     * @param folder that of the running traces
     */
    static Answer run(String capability, Path folder, String... command) throws IOException, InterruptedException {
        TraceProcess.assumeRoot();
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--bounding-set=-" + capability,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WeakRoot.class.getName(),
                folder.toString()));
        words.addAll(List.of(command));
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(err));
    }
}
