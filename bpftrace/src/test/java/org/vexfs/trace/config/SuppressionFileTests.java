package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionFileTests {

    @TempDir
    Path project;

    @Test
    void everyKeyIsReadInTheOrderOfTheFile() throws IOException {
        Path file = Files.writeString(project.resolve("known.yaml"), """
                suppressions:
                  - function: "vexfs_cache_*"
                    size: 64
                    reason: filled once
                    expires: 2027-01-31
                  - {function: vexfs_init, reason: "freed by the module's exit"}
                """);

        assertThat(SuppressionFile.load(file))
                .containsExactly(
                        Suppression.of("vexfs_cache_*", "filled once")
                                .withSize(64)
                                .until(LocalDate.of(2027, 1, 31)),
                        Suppression.of("vexfs_init", "freed by the module's exit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "suppressions: []\n", "{}\n"})
    void aFileMayHaveNone(String text) {
        assertThat(SuppressionFile.parse("known.yaml", text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "supressions: []|line 1: unknown key 'supressions'; the nearest known is 'suppressions'",
                "suppressions: [{function: a, reason: b, sise: 3}]|line 1: unknown key 'sise'; the nearest known is 'size'",
                "suppressions: [{function: a}]|line 1: a suppression without 'reason'; expected function and reason",
                "suppressions: [{reason: a}]|line 1: a suppression without 'function'; expected function and reason",
                "suppressions: [{function: a, reason: ' '}]|line 1: reason is blank; expected why the leaks of 'a' do not count",
                "suppressions: [{function: a, reason: b, size: 0}]|line 1: size is '0'; expected the bytes of one object, at least 1",
                "suppressions: [{function: a, reason: b, size: 4k}]|line 1: size is '4k'; expected the bytes of one object, such as 64",
                "suppressions: [{function: a, reason: b, expires: 2027-02-30}]|line 1: expires is '2027-02-30'; expected a day, such as 2027-01-31",
                "suppressions: [{function: a, reason: b, function: c}]|line 1: key 'function' is given twice",
                "suppressions: {function: a, reason: b}|line 1: suppressions must be a list",
                "suppressions:|line 1: suppressions must be a list",
                "suppressions: [a]|line 1: a suppression must be a mapping of keys to values",
                "suppressions: [{function: [a], reason: b}]|line 1: function must be a single value",
                "[a]|line 1: the file must be a mapping of keys to values",
            })
    void whatIsWrongIsNamedWithItsLine(String text, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SuppressionFile.parse("known.yaml", text))
                .withMessage("known.yaml, " + message);
    }

    @Test
    void theLineIsThatOfTheKey() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SuppressionFile.parse(
                        "known.yaml", "suppressions:\n  - function: a\n    reason: b\n    expire: 2027-01-31\n"))
                .withMessage("known.yaml, line 4: unknown key 'expire'; the nearest known is 'expires'");
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsKey() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SuppressionFile.load(project.resolve("known.yaml")))
                .withMessageStartingWith(
                        "cannot read " + project.resolve("known.yaml") + ", which memory_trace.suppressions names: ")
                .withMessageContaining("Remedy: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vexfs_insert+0x10", "vexfs insert", "vexfs[a]"})
    void whatCannotBeAFunctionIsRefused(String function) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suppression.of(function, "known"))
                .withMessageStartingWith("function is '" + function + "'; expected a function's name");
    }

    @Test
    void theLastDayIsIncluded() {
        LocalDate last = LocalDate.of(2027, 1, 31);

        assertThat(Suppression.of("a", "known").until(last).expired(last)).isFalse();
        assertThat(Suppression.of("a", "known").until(last).expired(last.plusDays(1)))
                .isTrue();
        assertThat(Suppression.of("a", "known").expired(LocalDate.MAX)).isFalse();
    }

    @Test
    void theConfigurationNamesNoFileUnlessToldTo() {
        assertThat(ConfigLoader.load(new Properties(), project, Map.of()).suppressions())
                .isEmpty();
    }

    @Test
    void theConfiguredFileIsRelativeToTheProject() {
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.memory_trace.suppressions", "src/test/known.yaml");

        assertThat(ConfigLoader.load(properties, project, Map.of()).suppressions())
                .contains(project.resolve("src/test/known.yaml"));
    }
}
