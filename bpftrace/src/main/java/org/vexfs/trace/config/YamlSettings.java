package org.vexfs.trace.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One YAML file as flat settings: {@code general.output_dir} and so on.
 *
 * @param base the settings outside of {@code environments}
 * @param environments the overrides by name
 */
record YamlSettings(Map<String, Setting> base, Map<String, Map<String, Setting>> environments) {

    private static final int DEEPEST = 20;
    private static final String ENVIRONMENTS = "environments";

    static YamlSettings parse(String file, String text) {
        YamlTree tree = YamlTree.parse(file, text);
        Map<String, Setting> base = new LinkedHashMap<>();
        Map<String, Map<String, Setting>> environments = new LinkedHashMap<>();
        tree.root()
                .ifPresent(root -> tree.entries("the file", root).forEach((key, value) -> {
                    if (key.equals(ENVIRONMENTS)) {
                        tree.entries(ENVIRONMENTS, value).forEach((name, overrides) -> {
                            Map<String, Setting> settings = new LinkedHashMap<>();
                            tree.entries("environment " + name, overrides)
                                    .forEach((own, setting) -> flatten(tree, own, setting, settings, 1));
                            environments.put(name, settings);
                        });
                    } else {
                        flatten(tree, key, value, base, 1);
                    }
                }));
        return new YamlSettings(base, environments);
    }

    Optional<Map<String, Setting>> environment(String name) {
        return Optional.ofNullable(environments.get(name));
    }

    private static void flatten(YamlTree tree, String path, Node node, Map<String, Setting> into, int depth) {
        if (depth > DEEPEST) {
            // An alias of a mapping may stand within that mapping.
            throw new ConfigurationException(tree.origin(node) + ": " + abbreviated(path) + " is nested too deeply");
        }
        if (node instanceof MappingNode) {
            tree.entries(path, node).forEach((key, value) -> flatten(tree, path + "." + key, value, into, depth + 1));
        } else if (node instanceof SequenceNode sequence) {
            List<String> values = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                values.add(tree.scalar(path, element));
            }
            into.put(path, new Setting(List.copyOf(values), tree.origin(node)));
        } else {
            into.put(path, new Setting(tree.scalar(path, node), tree.origin(node)));
        }
    }

    private static String abbreviated(String path) {
        return path.length() <= 60 ? path : path.substring(0, 57) + "...";
    }
}
