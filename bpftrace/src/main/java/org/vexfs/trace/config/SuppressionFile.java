package org.vexfs.trace.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a file of suppressions. */
public final class SuppressionFile {

    private static final String SUPPRESSIONS = "suppressions";
    private static final List<String> KEYS = List.of("function", "size", "reason", "expires");

    private final YamlTree tree;

    private SuppressionFile(YamlTree tree) {
        this.tree = tree;
    }

    /**
     * Gives what a file has, in its order.
     *
     * @throws ConfigurationException if it cannot be read, or something in it is unknown, missing or impossible
     */
    public static List<Suppression> load(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot read " + file + ", which memory_trace.suppressions names: " + e
                            + ". Remedy: write the file, or set memory_trace.suppressions to none.",
                    e);
        }
    }

    static List<Suppression> parse(String file, String text) {
        SuppressionFile reading = new SuppressionFile(YamlTree.parse(file, text));
        return reading.tree.root().map(reading::suppressions).orElse(List.of());
    }

    private List<Suppression> suppressions(Node root) {
        Map<String, Node> entries = tree.entries("the file", root);
        requireKnown(entries, List.of(SUPPRESSIONS));
        List<Suppression> suppressions = new ArrayList<>();
        if (entries.containsKey(SUPPRESSIONS)) {
            for (Node element : tree.elements(SUPPRESSIONS, entries.get(SUPPRESSIONS))) {
                suppressions.add(suppression(element));
            }
        }
        return suppressions;
    }

    private Suppression suppression(Node element) {
        Map<String, Node> entries = tree.entries("a suppression", element);
        requireKnown(entries, KEYS);
        String function = required(entries, "function", element);
        String reason = required(entries, "reason", element);
        try {
            return new Suppression(function, size(entries.get("size")), reason, expires(entries.get("expires")));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(tree.origin(element) + ": " + e.getMessage(), e);
        }
    }

    private String required(Map<String, Node> entries, String key, Node element) {
        if (!entries.containsKey(key)) {
            throw new ConfigurationException(
                    tree.origin(element) + ": a suppression without '" + key + "'; expected function and reason");
        }
        return tree.scalar(key, entries.get(key)).strip();
    }

    private OptionalLong size(@Nullable Node node) {
        if (node == null) {
            return OptionalLong.empty();
        }
        String value = tree.scalar("size", node);
        if (value.matches("\\d{1,18}")) {
            return OptionalLong.of(Long.parseLong(value));
        }
        throw wrong("size", value, node, "the bytes of one object, such as 64");
    }

    private Optional<LocalDate> expires(@Nullable Node node) {
        if (node == null) {
            return Optional.empty();
        }
        String value = tree.scalar("expires", node);
        try {
            return Optional.of(LocalDate.parse(value));
        } catch (DateTimeParseException e) {
            throw wrong("expires", value, node, "a day, such as 2027-01-31");
        }
    }

    private ConfigurationException wrong(String key, String value, Node node, String expected) {
        return new ConfigurationException(tree.origin(node) + ": " + key + " is '" + value + "'; expected " + expected);
    }

    private void requireKnown(Map<String, Node> entries, List<String> known) {
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new ConfigurationException(tree.origin(value) + ": unknown key '" + key
                        + "'; the nearest known is '" + NearestKey.of(key, known) + "'");
            }
        });
    }
}
