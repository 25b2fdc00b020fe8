package org.vexfs.trace.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds where tests stand in a project's sources, for reports that lead there. */
public final class TestSources {

    private static final List<String> SUFFIXES = List.of(".java", ".kt", ".groovy", ".scala");

    private final Path base;
    private final List<Path> roots;
    private final Map<Path, List<String>> read = new HashMap<>();

    /**
     * Looks below some folders.
     *
     * @param base what the paths that are given are relative to, where a file is below it
     * @param roots the folders that a package's folders are in
     */
    public TestSources(Path base, List<Path> roots) {
        this.base = base.toAbsolutePath().normalize();
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /** Knows no sources. */
    static TestSources none() {
        return new TestSources(Path.of(""), List.of());
    }

    /**
     * Where a test stands.
     *
     * @param file the source file
     * @param line the first line of its method, from 1; empty if it is not found, as where the method is inherited
     */
    record Place(String file, OptionalInt line) {}

    /** Finds a test's method; empty if there is no source of its class. */
    Optional<Place> find(String className, String methodName) {
        String path = className.replaceFirst("\\$.*", "").replace('.', '/');
        return roots.stream()
                .flatMap(root -> SUFFIXES.stream().map(suffix -> root.resolve(path + suffix)))
                .filter(file -> file.startsWith(base) && Files.isRegularFile(file))
                .findFirst()
                .map(file -> new Place(base.relativize(file).toString(), line(file, methodName)));
    }

    private OptionalInt line(Path file, String methodName) {
        if (methodName.isEmpty()) {
            return OptionalInt.empty();
        }
        // A declaration: a type or a keyword stands before the name, and no semicolon ends the line.
        Pattern declaration = Pattern.compile("^\\s*(?!return\\b|new\\b|\\*|//)[\\w<>\\[\\],.?@ ]*[\\w>\\]]\\s+`?"
                + Pattern.quote(methodName) + "`?\\s*\\([^;]*$");
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (declaration.matcher(lines.get(i)).find()) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private List<String> lines(Path file) {
        return read.computeIfAbsent(file, path -> {
            try {
                // Whatever its encoding, the names of methods that matter are found in it.
                return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
