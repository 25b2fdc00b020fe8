package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module: !!org.vexfs.trace.config.HostileYamlTests$Made {name: x}\n",
                "!!org.vexfs.trace.config.HostileYamlTests$Made {}\n",
                "module: !!java.net.URL \"http://localhost\"\n",
                "functions: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]\n",
            })
    void aTypeTagIsRefusedAndMakesNoObject(String yaml) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", yaml))
                .withMessageStartingWith("trace.yaml, line 1: Global tag is not allowed");
        assertThat(Made.COUNT).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: live\nmode: replay\n",
                "bpftrace: {ring_pages: 1, ring_pages: 2}\n",
                "bpftrace:\n  ring_pages: 1\nmode: live\nbpftrace:\n  ring_pages: 2\n",
                "environments: {ci: {mode: live, mode: off}}\n",
                "environments: {ci: {mode: live}, ci: {mode: off}}\n",
                "environments: {ci: {mode: live}}\nenvironments: {ci: {mode: off}}\n",
            })
    void aKeyGivenTwiceIsRefused(String yaml) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", yaml))
                .withMessageContaining("trace.yaml, line ")
                .withMessageContaining("twice");
    }

    @Test
    void manyAliasesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {x: y}\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" {");
            for (int j = 0; j < 9; j++) {
                bomb.append("k").append(j).append(": *a").append(i - 1).append(", ");
            }
            bomb.append("}\n");
        }

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", bomb.toString()))
                .withMessageStartingWith("trace.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &a {b: *a}\n", "a: &a [*a]\n", "&a {b: *a}\n", "environments: &a {ci: *a}\n"})
    void aNodeThatHoldsItselfIsRefused(String yaml) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", yaml))
                .withMessageStartingWith("trace.yaml");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", "a: " + "[".repeat(10_000)))
                .withMessageStartingWith("trace.yaml");
    }

    @Test
    void aFileOfMoreThanAMegabyteIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> YamlSettings.parse("trace.yaml", "module: " + "x".repeat(1024 * 1024) + "\nmode: live\n"))
                .withMessageStartingWith("trace.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a, b]\n",
                "just a text\n",
                "environments: [a]\n",
                "{[a, b]: c}\n",
                "functions: [[a]]\n",
                "functions: [{a: b}]\n",
                "module: 'open\n",
                "module: a: b\n",
                "\tmodule: a\n",
            })
    void aFileOfAnotherShapeIsRefusedWithItsLine(String yaml) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", yaml))
                .withMessageMatching("(?s)trace\\.yaml, line [12]: .+");
    }

    @Test
    void aCharacterThatIsNoneOfYamlIsRefusedWithItsLine() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", "module: vexfs\nmode: li\u0007ve\n"))
                .withMessageStartingWith("trace.yaml, line 2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"general.output_dir", "module_file", "memory_trace.suppressions"})
    void whatIsTheNameOfNoFileIsRefused(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ConfigLoader.load(new Properties(), Path.of(""), Map.of(key, "a\0b")))
                .withMessageStartingWith("annotation: " + key + " is ")
                .withMessageContaining("expected the name of a file");
    }

    @Test
    void anEnvironmentMayBeEmpty() {
        assertThat(YamlSettings.parse("trace.yaml", "environments:\n  ci: {}\n").environment("ci"))
                .hasValueSatisfying(settings -> assertThat(settings).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci:", "ci: just text", "ci: [a]"})
    void anEnvironmentThatIsNoMappingIsRefused(String environment) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> YamlSettings.parse("trace.yaml", "environments:\n  " + environment + "\n"))
                .withMessage("trace.yaml, line 2: environment ci must be a mapping of keys to values");
    }

    /** Counts how many of it were made. */
    static final class Made {

        static final AtomicInteger COUNT = new AtomicInteger();

        Made() {
            COUNT.incrementAndGet();
        }
    }
}
