package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.script.KernelFiles;

/**
 * Finds the source line of an address in the module's code, with {@code addr2line} on the module's file.
 *
 * <p>The file must be the one that is loaded: its build id is compared. Not safe for use by several threads.
 */
public final class SourceLines {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceLines.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Optional<Path> file;
    private final String reason;
    private final TreeMap<Long, String> sections;
    private final Map<Long, Optional<String>> known = new HashMap<>();

    private SourceLines(Optional<Path> file, String reason, TreeMap<Long, String> sections) {
        this.file = file;
        this.reason = reason;
        this.sections = sections;
    }

    /**
     * Prepares to find lines of a loaded module.
     *
     * @param given the module's file; empty to look for it below {@code /lib/modules}
     */
    public static SourceLines of(String module, Optional<Path> given, KernelFiles files) {
        TreeMap<Long, String> sections = new TreeMap<>(Long::compareUnsigned);
        String folder = "/sys/module/" + module + "/sections/";
        try {
            List<String> code = files.list(folder).stream()
                    .filter(section -> section.contains("text"))
                    .map(folder::concat)
                    .toList();
            files.readAll(code)
                    .forEach((path, address) -> sections.put(
                            Long.parseUnsignedLong(address.strip().substring(2), 16), path.substring(folder.length())));
        } catch (IOException e) {
            return none("the module's sections cannot be read: " + e.getMessage());
        }
        Optional<Path> file = given.isPresent() ? given : installed(module);
        if (file.isEmpty()) {
            return none("no " + module + ".ko below /lib/modules; name it with -Dvexfs.trace.module_file=FILE");
        }
        try {
            byte[] note = files.read("/sys/module/" + module + "/notes/.note.gnu.build-id")
                    .getBytes(StandardCharsets.ISO_8859_1);
            String content = Files.readString(file.get(), StandardCharsets.ISO_8859_1);
            if (!content.contains(new String(note, StandardCharsets.ISO_8859_1))) {
                return none(file.get() + " is not the module that is loaded: their build ids differ");
            }
        } catch (IOException e) {
            return none("the build id cannot be compared: " + e.getMessage());
        }
        return new SourceLines(file, "", sections);
    }

    /** Gives one that finds nothing. */
    public static SourceLines none(String reason) {
        return new SourceLines(Optional.empty(), reason, new TreeMap<>());
    }

    /** Gives why no line can be found; empty where they can. */
    public String reason() {
        return reason;
    }

    /** Gives the file and line of the call that returns to an address. */
    public Optional<String> at(long returnAddress) {
        return known.computeIfAbsent(returnAddress, this::find);
    }

    private Optional<String> find(long returnAddress) {
        // The call is the instruction before the one it returns to.
        long address = returnAddress - 1;
        Map.Entry<Long, String> section = sections.floorEntry(address);
        if (file.isEmpty() || section == null) {
            return Optional.empty();
        }
        try {
            Command run = Command.run(
                    List.of(
                            "addr2line",
                            "--inlines",
                            "-e",
                            file.get().toString(),
                            "-j",
                            section.getValue(),
                            "0x" + Long.toHexString(address - section.getKey())),
                    TIMEOUT);
            return run.exitCode() == 0 ? ownLine(run.out()) : Optional.empty();
        } catch (IOException e) {
            LOGGER.debug("addr2line failed", e);
            return Optional.empty();
        }
    }

    /** Gives the innermost line that stands in the module's own files: kmalloc is a function of a header, inlined. */
    private static Optional<String> ownLine(String printed) {
        List<String> lines = printed.lines()
                .map(line -> line.replaceFirst(" \\(discriminator \\d+\\)$", ""))
                .filter(line -> !line.startsWith("?") && !line.endsWith(":?") && !line.endsWith(":0"))
                .map(line -> line.startsWith("./") ? line.substring(2) : line)
                .toList();
        return lines.stream()
                .filter(line -> !line.contains("include/linux/"))
                .findFirst()
                .or(() -> lines.stream().findFirst());
    }

    private static Optional<Path> installed(String module) {
        Path modules = Path.of("/lib/modules", System.getProperty("os.version"));
        try (Stream<Path> files = Files.walk(modules)) {
            // A file may be called a-b where the kernel says a_b.
            return files.filter(path ->
                            path.getFileName().toString().replace('-', '_').equals(module + ".ko"))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
