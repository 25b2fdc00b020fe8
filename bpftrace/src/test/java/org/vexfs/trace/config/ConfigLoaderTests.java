package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTests {

    @TempDir
    Path project;

    private final Properties properties = new Properties();

    @Test
    void whereNothingIsSetTheShippedDefaultsHold() {
        assertThat(load())
                .usingRecursiveComparison()
                .ignoringFields("operations", "usage")
                .isEqualTo(new TraceConfig(
                        "vexfs",
                        Optional.empty(),
                        List.of("vexfs_*"),
                        true,
                        TraceConfig.Mode.LIVE,
                        false,
                        TraceConfig.Unavailable.FAIL,
                        project.resolve("target/vexfs-trace"),
                        List.of("bpftrace"),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        1024,
                        65_536,
                        new TraceConfig.Settle(Duration.ofMillis(500), true, true),
                        Attribution.MODULE,
                        Isolation.SHARED,
                        IndirectAllocations.FAIL,
                        null,
                        Set.of(TraceScript.MEMORY),
                        10_000,
                        Set.of("memory_ops", "lock_ops"),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        new TraceConfig.ByHand(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                TraceConfig.LogLevel.WARN,
                                100_000_000,
                                7,
                                new TraceConfig.Output(
                                        true, false, true, true, Duration.ofSeconds(1), true, true, true)),
                        new Integration(
                                new Integration.Grafana(false, URI.create("http://localhost:3000"), "vexfs-tracing"),
                                new Integration.Prometheus(false, URI.create("http://localhost:9091"), "vexfs-tracing"),
                                new Integration.Syslog(false, URI.create("unix:/dev/log"), "local0", "info")),
                        new TraceConfig.Advanced(Duration.ofMinutes(5), true, "/proc/kallsyms", false, false, false)));
    }

    @Test
    void aTraceByHandIsAsLongAsIsConfiguredAndNoLongerThanTheTimeout() {
        properties.setProperty("vexfs.trace.advanced.ebpf.program_timeout", "90");

        properties.setProperty("vexfs.trace.general.default_duration", "2min");
        assertThat(load().usualDuration()).isEqualTo(Duration.ofSeconds(90));
        properties.setProperty("vexfs.trace.general.default_duration", "80s");
        assertThat(load().usualDuration()).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void byDefaultOperationsAreToldApartByTheNamesOfTheExampleAndOfVexfs() {
        OperationSettings operations = load().operations();

        assertThat(operations.categories()).containsOnlyKeys(OperationCategory.values());
        assertThat(operations.categories().get(OperationCategory.SEARCH))
                .contains("vexfs_vector_search*", "vexfs_search_vector*");
        assertThat(operations.dimensionArguments())
                .contains(new OperationSettings.ArgumentRule("vexfs_vector_insert", 3));
        assertThat(operations.slow()).isEqualTo(Duration.ofMillis(10));
        assertThat(operations.longHold()).isEqualTo(Duration.ofMillis(1));
        assertThat(operations.longWait()).isEqualTo(Duration.of(100, ChronoUnit.MICROS));
        assertThat(operations.fewestSamples()).isEqualTo(1);
        assertThat(operations.alerts())
                .isEqualTo(new OperationSettings.AlertThresholds(
                        Duration.ofSeconds(5), 20, Duration.ofMillis(50), 80, 5, 20));
    }

    @Test
    void operationsAreToldApartAsConfigured() throws IOException {
        own("""
                scripts: [kernel, Performance]
                operations:
                  size_arguments: ["my_read:2"]
                  categories:
                    read: ["my_read*"]
                advanced:
                  ebpf: {max_events: 500}
                kernel_trace:
                  lock_ops: false
                  thresholds:
                    slow_operation_threshold: 250
                performance_trace:
                  alerts:
                    high_latency_threshold: 7
                    low_cache_hit_threshold: 12.5
                """);
        TraceConfig config = load();

        assertThat(config.scripts()).containsExactlyInAnyOrder(TraceScript.KERNEL, TraceScript.PERFORMANCE);
        assertThat(config.toldPerSecond()).isEqualTo(500);
        assertThat(config.sections()).containsExactly("memory_ops");
        assertThat(config.operations().slow()).isEqualTo(Duration.of(250, ChronoUnit.MICROS));
        assertThat(config.operations().sizeArguments())
                .containsExactly(new OperationSettings.ArgumentRule("my_read", 2));
        assertThat(config.operations().categories().get(OperationCategory.READ)).containsExactly("my_read*");
        assertThat(config.operations().alerts().highLatency()).isEqualTo(Duration.ofMillis(7));
        assertThat(config.operations().alerts().lowHitRate()).isEqualTo(12.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scripts|memory,disk|[kernel, performance, memory, custom]",
                "kernel_trace.thresholds.slow_operation_threshold|fast|a number with us, ms, s or min, or one alone for micros",
                "operations.size_arguments|vexfs_read|patterns of functions with an argument from 0 to 4",
                "operations.size_arguments|vexfs_read:9|patterns of functions with an argument from 0 to 4",
                "performance_trace.alerts.low_cache_hit_threshold|101|a number of percent from 0 to 100",
                "operations.fewest_samples|0|a whole number from 1 to 1000000",
            })
    void whatNoSettingOfOperationsCanBeIsRefused(String key, String value, String expected) {
        properties.setProperty("vexfs.trace." + key, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessageContaining(key)
                .withMessageContaining(expected);
    }

    @Test
    void aFileOfOnesOwnNamesOnlyWhatDiffers() throws IOException {
        own("""
                module: vexfs_deadlock_fix
                functions: ["vexfs_*", "free_*"]
                bpftrace:
                  answer_timeout: 3 s
                memory_trace:
                  settle:
                    reclaim: false
                """);
        TraceConfig config = load();

        assertThat(config.module()).isEqualTo("vexfs_deadlock_fix");
        assertThat(config.functions()).containsExactly("vexfs_*", "free_*");
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.settle()).isEqualTo(new TraceConfig.Settle(Duration.ofMillis(500), true, false));
        assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        TraceConfig defaults = load();
        own("# nothing yet\n");

        assertThat(load()).isEqualTo(defaults);
    }

    @Test
    void anEnvironmentOverridesTheFile() throws IOException {
        own("""
                module: one
                environments:
                  ci:
                    module: two
                    bpftrace: {ring_pages: 64}
                """);
        properties.setProperty("vexfs.trace.environment", "ci");
        TraceConfig config = load();

        assertThat(config.module()).isEqualTo("two");
        assertThat(config.ringPages()).isEqualTo(64);
    }

    @Test
    void anEnvironmentThatIsNotChosenHasNoEffect() throws IOException {
        own("module: one\nenvironments:\n  ci: {module: two}\n");

        assertThat(load().module()).isEqualTo("one");
    }

    @Test
    void aNumberAloneIsSecondsOfTheTraceManager() throws IOException {
        own("""
                general: {default_duration: 90, max_output_size: 0.5, cleanup_after_days: 3}
                output: {realtime: {stats_interval: 5, alert_interval: 2min}}
                """);

        TraceConfig.ByHand byHand = load().byHand();
        assertThat(byHand.duration()).isEqualTo(Duration.ofSeconds(90));
        assertThat(byHand.statsInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(byHand.output().alertInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(byHand.mostBytes()).isEqualTo(500_000);
    }

    @Test
    void theShippedEnvironmentsOverrideWhatTheTraceManagerDoes() {
        properties.setProperty("vexfs.trace.environment", "testing");
        assertThat(load().byHand().duration()).isEqualTo(Duration.ofSeconds(30));
        properties.setProperty("vexfs.trace.environment", "development");
        assertThat(load().byHand().logLevel()).isEqualTo(TraceConfig.LogLevel.DEBUG);
        properties.setProperty("vexfs.trace.environment", "production");
        assertThat(load().byHand().cleanupAfterDays()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "production", "testing"})
    void theShippedEnvironmentsCanBeChosen(String environment) {
        properties.setProperty("vexfs.trace.environment", environment);

        assertThat(load().module()).isEqualTo("vexfs");
    }

    @Test
    void theShippedEnvironmentsHaveTheOverridesOfTheOlderTools() {
        properties.setProperty("vexfs.trace.environment", "production");
        assertThat(load().operations().alerts().highLatency()).isEqualTo(Duration.ofMillis(20));

        properties.setProperty("vexfs.trace.environment", "testing");
        assertThat(load().operations().tracking().sampling()).isEqualTo(new OperationSettings.Sampling(10, 5, 1));

        properties.setProperty("vexfs.trace.environment", "development");
        assertThat(load().advanced().debug()).isTrue();
        assertThat(load().advanced().verboseEbpf()).isTrue();
    }

    @Test
    void anUnknownEnvironmentIsRefusedWithThoseThatAreKnown() throws IOException {
        own("environments:\n  ci: {}\n");
        properties.setProperty("vexfs.trace.environment", "c1");

        assertRefused("-Dvexfs.trace.environment=c1: no such environment; known are ci, development, production,"
                + " testing");
    }

    @Test
    void aPropertyOverridesTheEnvironmentAndAnAnnotationThePropertyItself() throws IOException {
        own("module: file\nenvironments:\n  ci: {module: environment}\n");
        properties.setProperty("vexfs.trace.environment", "ci");
        properties.setProperty("vexfs.trace.module", "property");

        assertThat(load().module()).isEqualTo("property");
        assertThat(ConfigLoader.load(properties, project, Map.of("module", "annotation"))
                        .module())
                .isEqualTo("annotation");
    }

    @Test
    void everyKeyCanBeGivenAsAProperty() {
        properties.setProperty("vexfs.trace.memory_trace.settle.wait", "2s");
        properties.setProperty("vexfs.trace.functions", "vexfs_*, free_*");
        properties.setProperty("vexfs.trace.mode", "replay");
        properties.setProperty("vexfs.trace.unavailable", "SKIP");
        properties.setProperty("vexfs.trace.module_file", "build/vexfs.ko");
        properties.setProperty("vexfs.trace.attribution", "thread");
        properties.setProperty("vexfs.trace.isolation", "per_test");
        properties.setProperty("vexfs.trace.replay_bodies", "true");
        TraceConfig config = load();

        assertThat(config.settle().waiting()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.functions()).containsExactly("vexfs_*", "free_*");
        assertThat(config.mode()).isEqualTo(TraceConfig.Mode.REPLAY);
        assertThat(config.unavailable()).isEqualTo(TraceConfig.Unavailable.SKIP);
        assertThat(config.moduleFile()).contains(project.resolve("build/vexfs.ko"));
        assertThat(config.attribution()).isEqualTo(Attribution.THREAD);
        assertThat(config.isolation()).isEqualTo(Isolation.PER_TEST);
        assertThat(config.replaysBodies()).isTrue();
    }

    @Test
    void theCommandAndTheOutputHaveShortNames() {
        properties.setProperty("vexfs.trace.bpftrace", "sudo -n  bpftrace");
        properties.setProperty("vexfs.trace.output", "/var/tmp/traces");
        TraceConfig config = load();

        assertThat(config.command()).containsExactly("sudo", "-n", "bpftrace");
        assertThat(config.outputDirectory()).isEqualTo(Path.of("/var/tmp/traces"));
    }

    @Test
    void anEmptyPropertyIsOneThatWasNotSet() {
        properties.setProperty("vexfs.trace.module", "");
        properties.setProperty("vexfs.trace.config", "");
        properties.setProperty("vexfs.trace.environment", "");

        assertThat(load().module()).isEqualTo("vexfs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vexfs.trace.skip",
                "vexfs.trace.report.enrich",
                "vexfs.trace.check.noLeaks",
                "vexfs.trace.check.inconclusive",
            })
    void whatIsMeantForTheMavenPluginIsNoKeyOfTheTrace(String property) {
        // Failsafe hands every -D of the command line to the tests.
        properties.setProperty(property, "true");

        assertThat(load().module()).isEqualTo("vexfs");
    }

    @Test
    void propertiesOfOthersAreNotLookedAt() {
        properties.setProperty("vexfs.other", "x");
        properties.setProperty("user.home", "/root");

        assertThat(load().module()).isEqualTo("vexfs");
    }

    @Test
    void anUnknownKeyIsRefusedWithFileLineAndTheNearestKnown() throws IOException {
        Path file = own("module: vexfs\nbpftrace:\n  # a slip\n  ring_page: 64\n");

        assertRefused(file + ", line 4: unknown key 'bpftrace.ring_page'; the nearest known is 'bpftrace.ring_pages'");
    }

    @Test
    void anUnknownKeyOfAnEnvironmentIsRefusedThoughItIsNotChosen() throws IOException {
        Path file = own("environments:\n  ci:\n    modul: x\n");

        assertRefused(file + ", line 3: unknown key 'modul'; the nearest known is 'module'");
    }

    @Test
    void anUnknownPropertyIsRefused() {
        properties.setProperty("vexfs.trace.moed", "off");

        assertRefused("-Dvexfs.trace.moed: unknown key 'moed'; the nearest known is 'mode'");
    }

    @Test
    void anUnknownKeyOfAnAnnotationIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ConfigLoader.load(properties, project, Map.of("mdule", "x")))
                .withMessage("annotation: unknown key 'mdule'; the nearest known is 'module'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode | lve | [live, replay, off]",
                "unavailable | ignore | [fail, skip]",
                "isolation | none | [shared, per_test]",
                "bpftrace.start_timeout | 120 | a number with us, ms, s or min, such as 500ms",
                "bpftrace.lock_timeout | -1s | a number with us, ms, s or min, such as 500ms",
                "memory_trace.settle.wait | 1.5s | a number with us, ms, s or min, such as 500ms",
                "bpftrace.ring_pages | 0 | a whole number from 1 to 65536",
                "bpftrace.ring_pages | 65537 | a whole number from 1 to 65536",
                "bpftrace.ring_pages | 1e3 | a whole number from 1 to 65536",
                "memory_trace.max_objects | 15 | a whole number from 16 to 16777216",
                "memory_trace.max_objects | 99999999999 | a whole number from 16 to 16777216",
                "memory_trace.settle.sync | yes | true or false",
                "functions | vexfs_*,,x | at least one value",
            })
    void aWrongValueIsRefusedWithItsKeyItsValueAndWhatIsExpected(String key, String value, String expected) {
        properties.setProperty("vexfs.trace." + key, value);

        assertRefused("-Dvexfs.trace." + key + ": " + key + " is '" + value + "'; expected " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'module: [a, b]' | module is '[a, b]'; expected one value",
                "'module: \"\"' | module is ''; expected one value",
                "'functions: []' | functions is '[]'; expected at least one value",
                "'functions: \"\"' | functions is ''; expected at least one value",
            })
    void aWrongValueInAFileIsRefusedWithItsLine(String line, String complaint) throws IOException {
        Path file = own("mode: live\n" + line + "\n");

        assertRefused(file + ", line 2: " + complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "65536"})
    void theLeastAndTheMostOfANumberAreTaken(String pages) {
        properties.setProperty("vexfs.trace.bpftrace.ring_pages", pages);

        assertThat(load().ringPages()).isEqualTo(Integer.parseInt(pages));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpftrace --unsafe",
                "sudo -n bpftrace --unsafe -v",
                "sudo -n /usr/bin/bpftrace --uns",
                "sh -c 'bpftrace --unsafe'"
            })
    void aCommandThatLetsScriptsRunProgramsIsRefused(String command) {
        properties.setProperty("vexfs.trace.bpftrace", command);

        assertRefused("-Dvexfs.trace.bpftrace: bpftrace.command is '" + command
                + "'; expected a command without --unsafe, with which a script could run programs as root");
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        properties.setProperty("vexfs.trace.config", "nowhere.yaml");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessageContaining("cannot read " + project.resolve("nowhere.yaml"))
                .withMessageContaining("-Dvexfs.trace.config");
    }

    @Test
    void oneTraceServesTwoConfigurationsThatAskForTheSameProgram() {
        TraceConfig one = load();
        properties.setProperty("vexfs.trace.memory_trace.settle.wait", "2s");
        TraceConfig other = load();
        properties.setProperty("vexfs.trace.functions", "free_*");

        assertThat(one.sameProgram(other)).isTrue();
        assertThat(one.sameProgram(load())).isFalse();
    }

    private TraceConfig load() {
        return ConfigLoader.load(properties, project, Map.of());
    }

    private Path own(String yaml) throws IOException {
        properties.setProperty("vexfs.trace.config", "trace.yaml");
        return Files.writeString(project.resolve("trace.yaml"), yaml);
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessage(message);
    }
}
