package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        return command.usesSudo()
                ? sudo(List.of("cat", path), 0)
                : Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Map<String, String> readAll(List<String> paths) throws IOException {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        if (command.usesSudo()) {
            // One process for all: grep prints the path before each line, and ends with 2 if a file is gone.
            List<String> grep = new ArrayList<>(List.of("grep", "-s", "", "/dev/null"));
            grep.addAll(paths);
            for (String line : sudo(grep, 2).split("\n")) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    texts.computeIfAbsent(line.substring(0, colon), path -> new StringBuilder())
                            .append(line, colon + 1, line.length())
                            .append('\n');
                }
            }
        } else {
            for (String path : paths) {
                try {
                    texts.put(path, new StringBuilder(read(path)));
                } catch (NoSuchFileException gone) {
                    // A descriptor may be closed between being listed and being read.
                }
            }
        }
        return texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    @Override
    public OpenFiles open(List<String> paths) throws IOException {
        return command.usesSudo() ? new ReadBySudo(paths) : OpenProcFiles.of(paths);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        if (command.usesSudo()) {
            return sudo(List.of("ls", folder), 0).lines().toList();
        }
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** Gives what a symbolic link leads to. */
    String link(String path) throws IOException {
        return command.usesSudo()
                ? sudo(List.of("readlink", path), 0).strip()
                : Files.readSymbolicLink(Path.of(path)).toString();
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    private String sudo(List<String> arguments, int highestExitCode) throws IOException {
        List<String> words = new ArrayList<>(command.sudoWords());
        words.addAll(arguments);
        Command run = Command.run(words, TIMEOUT);
        if (run.exitCode() > highestExitCode) {
            throw new IOException(
                    "'" + String.join(" ", words) + "' failed: " + run.err().strip());
        }
        return run.out();
    }

    /** Nothing of root's can be held open, so a process reads it each time. */
    private final class ReadBySudo implements OpenFiles {

        private final List<String> paths;

        ReadBySudo(List<String> paths) {
            this.paths = paths;
        }

        @Override
        public List<String> readAll() throws IOException {
            Map<String, String> texts = PrivilegedFiles.this.readAll(paths);
            for (String path : paths) {
                if (!texts.containsKey(path)) {
                    throw new NoSuchFileException(path);
                }
            }
            return paths.stream().map(texts::get).toList();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
