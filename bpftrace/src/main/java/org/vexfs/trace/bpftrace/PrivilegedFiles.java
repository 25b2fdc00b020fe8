package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vexfs.trace.script.KernelFiles;

/** Reads the kernel's files as root does: directly, or with {@code sudo -n cat} where bpftrace is started so. */
final class PrivilegedFiles implements KernelFiles {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BpftraceCommand command;

    PrivilegedFiles(BpftraceCommand command) {
        this.command = command;
    }

    @Override
    public String read(String path) throws IOException {
        return command.usesSudo() ? sudo("cat", path) : Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        if (command.usesSudo()) {
            return sudo("ls", folder).lines().toList();
        }
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    private String sudo(String program, String path) throws IOException {
        List<String> words = new ArrayList<>(command.sudoWords());
        words.add(program);
        words.add(path);
        Command run = Command.run(words, TIMEOUT);
        if (run.exitCode() != 0) {
            throw new IOException(
                    "'" + String.join(" ", words) + "' failed: " + run.err().strip());
        }
        return run.out();
    }
}
