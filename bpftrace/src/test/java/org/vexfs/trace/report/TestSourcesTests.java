package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSourcesTests {

    private static final String SOURCE = """
            package org.example;

            class StoreIT {

                // insert(x) comes later
                private final Store store = new Store(insert());

                @Test void clear() { insert();
                }

                @Test
                public final <T extends Comparable<T>> List<T[]>
                        wrapped(
                            int a) {
                }

                @ParameterizedTest
                void insert(int count) throws IOException {
                    return insert (count)
                        + 1;
                }
            }
            """;

    @TempDir
    Path project;

    private TestSources sources;

    @BeforeEach
    void aSource() throws IOException {
        Path root = project.resolve("src/test/java");
        Files.createDirectories(root.resolve("org/example"));
        Files.writeString(root.resolve("org/example/StoreIT.java"), SOURCE);
        sources = new TestSources(project, List.of(project.resolve("src/it/java"), root));
    }

    @Test
    void aMethodStandsWhereItIsDeclared() {
        assertThat(line("insert")).hasValue(18);
    }

    @Test
    void aNestedClassStandsInTheFileOfTheOuterOne() {
        assertThat(sources.find("org.example.StoreIT$Empty$Deeper", "insert"))
                .contains(new TestSources.Place("src/test/java/org/example/StoreIT.java", OptionalInt.of(18)));
    }

    @Test
    void aMethodThatIsNotThereHasAFileOnly() {
        assertThat(sources.find("org.example.StoreIT", "inherited"))
                .contains(new TestSources.Place("src/test/java/org/example/StoreIT.java", OptionalInt.empty()));
        assertThat(sources.find("org.example.StoreIT", ""))
                .contains(new TestSources.Place("src/test/java/org/example/StoreIT.java", OptionalInt.empty()));
    }

    @Test
    void aClassWithoutASourceIsNotFound() {
        assertThat(sources.find("org.example.OtherIT", "insert")).isEmpty();
        assertThat(sources.find("../../../../etc/passwd", "insert")).isEmpty();
        assertThat(sources.find("", "")).isEmpty();
    }

    private OptionalInt line(String method) {
        return sources.find("org.example.StoreIT", method).orElseThrow().line();
    }
}
