package org.vexfs.trace.config;

import java.io.StringReader;
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
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One YAML file as a tree of nodes.
 *
 * <p>Only the tree of nodes is read, never a type tag, so no file can make an object.
 *
 * @param file its name for messages
 * @param root what it holds; empty for an empty file
 */
record YamlTree(String file, Optional<Node> root) {

    private static final int LARGEST_FILE = 1024 * 1024;

    static YamlTree parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        options.setCodePointLimit(LARGEST_FILE);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return new YamlTree(file, Optional.ofNullable(root));
        } catch (MarkedYAMLException e) {
            throw new ConfigurationException(
                    file + ", line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem(), e);
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(character -> character == '\n')
                            .count()
                    + 1;
            throw new ConfigurationException(file + ", line " + line + ": " + e.getMessage(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }

    /** Gives what stands below a mapping, by key. */
    Map<String, Node> entries(String what, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigurationException(origin(node) + ": " + what + " must be a mapping of keys to values");
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar("a key", entry.getKeyNode());
            if (entries.put(key, entry.getValueNode()) != null) {
                throw new ConfigurationException(origin(entry.getKeyNode()) + ": key '" + key + "' is given twice");
            }
        }
        return entries;
    }

    /** Gives the elements of a list. */
    List<Node> elements(String what, Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw new ConfigurationException(origin(node) + ": " + what + " must be a list");
    }

    String scalar(String what, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigurationException(origin(node) + ": " + what + " must be a single value");
    }

    String origin(Node node) {
        return file + ", line " + (node.getStartMark().getLine() + 1);
    }
}
