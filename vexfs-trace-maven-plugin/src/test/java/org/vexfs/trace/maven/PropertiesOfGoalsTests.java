package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.config.ConfigLoader;

/** What a goal takes from the command line reaches the tests' JVM, too, which must not take it for a wrong key. */
class PropertiesOfGoalsTests {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(vexfs\\.trace\\.[A-Za-z.]+)}");

    /** What the library's configuration knows itself, it checks itself. */
    private static final Set<String> OF_THE_LIBRARY =
            Set.of("vexfs.trace.output", "vexfs.trace.module", "vexfs.trace.config", "vexfs.trace.environment");

    static Stream<String> properties() throws IOException {
        try (InputStream descriptor = PropertiesOfGoalsTests.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            return PROPERTY.matcher(new String(descriptor.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !OF_THE_LIBRARY.contains(name))
                    .distinct();
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(properties())
                .contains(
                        "vexfs.trace.ci",
                        "vexfs.trace.check.noLeaks",
                        "vexfs.trace.baseline.force",
                        "vexfs.trace.manager.format");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aTestIsNotStoppedByIt(String property) {
        Properties properties = new Properties();
        properties.setProperty(property, "true");

        assertThatCode(() -> ConfigLoader.load(properties, Path.of(""), Map.of()))
                .doesNotThrowAnyException();
    }
}
