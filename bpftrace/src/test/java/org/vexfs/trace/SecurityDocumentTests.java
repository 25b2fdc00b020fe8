package org.vexfs.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code SECURITY.md} says is defended is held by a test. */
class SecurityDocumentTests {

    /** A class of tests, perhaps with one of them; or one of the class that was named last. */
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*Tests)(?:\\.(\\w+))?|([a-z]+[A-Z]\\w*))`");

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Map<String, String> tests = sources();
        Matcher named = NAMED.matcher(Files.readString(Path.of("../SECURITY.md")));
        String type = "";
        int seen = 0;
        while (named.find()) {
            type = named.group(1) == null ? type : named.group(1);
            String test = named.group(2) == null ? named.group(3) : named.group(2);
            assertThat(tests).as(named.group()).containsKey(type);
            assertThat(tests.get(type)).as(named.group()).contains(test == null ? "@Test" : " void " + test + "(");
            seen++;
        }
        assertThat(seen).isGreaterThan(30);
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Tests.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), SecurityDocumentTests::text));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
