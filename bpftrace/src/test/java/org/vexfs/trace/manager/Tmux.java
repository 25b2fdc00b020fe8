package org.vexfs.trace.manager;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A terminal, as tmux has one, in which a command runs. */
final class Tmux implements AutoCloseable {

    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    /**
     * Starts one. Skips the test where there is no tmux.
     *
     * @param folder for its socket
     * @param command for a shell; what follows it is still shown when it has ended
     */
    static Tmux start(Path folder, int columns, int rows, String command) throws IOException, InterruptedException {
        try {
            new ProcessBuilder("tmux", "-V").start().waitFor();
        } catch (IOException e) {
            assumeTrue(false, "there is no tmux here, in whose terminal this would run: " + e.getMessage());
        }
        Tmux tmux = new Tmux(folder.resolve("tmux"));
        tmux.ask("new-session", "-d", "-x", "" + columns, "-y", "" + rows, "trap : INT; " + command + "; sleep 600");
        return tmux;
    }

    /** Gives what is on the screen. */
    String screen() throws IOException, InterruptedException {
        return ask("capture-pane", "-p");
    }

    /** Waits until the screen is like that, and gives it. */
    String await(Predicate<String> wanted) throws IOException, InterruptedException {
        String screen = screen();
        while (!wanted.test(screen)) {
            screen = screen();
        }
        return screen;
    }

    /** Waits until the screen has a text, and gives it. */
    String await(String text) throws IOException, InterruptedException {
        return await(screen -> screen.contains(text));
    }

    void press(String key) throws IOException, InterruptedException {
        ask("send-keys", key);
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        ask("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /** Gives what tmux knows of the terminal, such as {@code alternate_on}. */
    String flag(String name) throws IOException, InterruptedException {
        return ask("display-message", "-p", "#{" + name + "}").strip();
    }

    private String ask(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tmux", "-f", "/dev/null", "-S", socket.toString()));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(words + ": " + answer);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        try {
            ask("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
