package org.vexfs.trace.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One YAML file as flat settings: {@code general.output_dir} and so on.
 *
 * <p>Only the tree of nodes is read, never a type tag, so no file can make an object.
 *
 * @param base the settings outside of {@code environments}
 * @param environments the overrides by name
 */
record YamlSettings(Map<String, Setting> base, Map<String, Map<String, Setting>> environments) {

    private static final int LARGEST_FILE = 1024 * 1024;
    private static final int DEEPEST = 20;
    private static final String ENVIRONMENTS = "environments";

    static YamlSettings parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        options.setCodePointLimit(LARGEST_FILE);
        Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new ConfigurationException(
                    file + ", line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
        Map<String, Setting> base = new LinkedHashMap<>();
        Map<String, Map<String, Setting>> environments = new LinkedHashMap<>();
        if (root != null) {
            entries(file, "the file", root).forEach((key, value) -> {
                if (key.equals(ENVIRONMENTS)) {
                    entries(file, ENVIRONMENTS, value).forEach((name, overrides) -> {
                        Map<String, Setting> settings = new LinkedHashMap<>();
                        entries(file, "environment " + name, overrides)
                                .forEach((own, setting) -> flatten(file, own, setting, settings, 1));
                        environments.put(name, settings);
                    });
                } else {
                    flatten(file, key, value, base, 1);
                }
            });
        }
        return new YamlSettings(base, environments);
    }

    Optional<Map<String, Setting>> environment(String name) {
        return Optional.ofNullable(environments.get(name));
    }

    private static void flatten(String file, String path, Node node, Map<String, Setting> into, int depth) {
        if (depth > DEEPEST) {
            // An alias of a mapping may stand within that mapping.
            throw new ConfigurationException(origin(file, node) + ": " + abbreviated(path) + " is nested too deeply");
        }
        if (node instanceof MappingNode) {
            entries(file, path, node).forEach((key, value) -> flatten(file, path + "." + key, value, into, depth + 1));
        } else if (node instanceof SequenceNode sequence) {
            List<String> values = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                values.add(scalar(file, path, element));
            }
            into.put(path, new Setting(List.copyOf(values), origin(file, node)));
        } else {
            into.put(path, new Setting(scalar(file, path, node), origin(file, node)));
        }
    }

    /** Gives what stands below a mapping, by key. */
    private static Map<String, Node> entries(String file, String what, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigurationException(origin(file, node) + ": " + what + " must be a mapping of keys to values");
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar(file, "a key", entry.getKeyNode());
            if (entries.put(key, entry.getValueNode()) != null) {
                throw new ConfigurationException(
                        origin(file, entry.getKeyNode()) + ": key '" + key + "' is given twice");
            }
        }
        return entries;
    }

    private static String scalar(String file, String what, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigurationException(origin(file, node) + ": " + what + " must be a single value");
    }

    private static String abbreviated(String path) {
        return path.length() <= 60 ? path : path.substring(0, 57) + "...";
    }

    private static String origin(String file, Node node) {
        return file + ", line " + (node.getStartMark().getLine() + 1);
    }
}
