package org.vexfs.trace.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the configuration: shipped defaults, the user's file, its environment, system properties, and what an
 * annotation says, each overriding the ones before.
 */
public final class ConfigLoader {

    private static final String PREFIX = "vexfs.trace.";
    private static final String FILE = PREFIX + "config";
    private static final String ENVIRONMENT = PREFIX + "environment";
    private static final String ANNOTATION = "annotation";
    private static final String CUSTOM_FILE = "custom_trace.file";

    /** Properties that are read elsewhere, and so are no keys: the Maven plugin's reach a test's JVM too. */
    private static final Pattern OTHER_PROPERTIES = Pattern.compile(
            Pattern.quote(PREFIX) + "(config|environment|skip|ci|(?:report|check|baseline|aggregate|manager)\\..*)");

    /** Short names of keys that are often given on a command line. */
    private static final Map<String, String> SHORT = Map.of(
            PREFIX + "bpftrace", "bpftrace.command",
            PREFIX + "output", "general.output_dir");

    private static final Pattern ARGUMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_.*]{0,127}):([0-4])");

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Path baseDirectory;

    private ConfigLoader(Path baseDirectory) {
        this.baseDirectory = baseDirectory;
    }

    /**
     * Gives the configuration.
     *
     * @param properties the system properties
     * @param baseDirectory the project's folder, which relative paths start from
     * @param overrides what an annotation says, by key
     * @throws ConfigurationException if something in it is unknown or impossible
     */
    public static TraceConfig load(Properties properties, Path baseDirectory, Map<String, String> overrides) {
        ConfigLoader loader = new ConfigLoader(baseDirectory);
        YamlSettings shipped = Shipped.SETTINGS;
        loader.settings.putAll(shipped.base());
        YamlSettings own = loader.ownFile(properties);
        loader.override(own.base());
        loader.applyEnvironment(properties.getProperty(ENVIRONMENT), shipped, own);
        loader.override(loader.fromProperties(properties));
        Map<String, Setting> fromAnnotation = new LinkedHashMap<>();
        overrides.forEach((key, value) -> fromAnnotation.put(key, new Setting(value, ANNOTATION)));
        loader.override(fromAnnotation);
        return loader.bind();
    }

    /** Gives the shipped configuration as it is where nobody sets anything. */
    public static TraceConfig shipped() {
        return load(new Properties(), Path.of(""), Map.of());
    }

    /** Read once: each test asks for its configuration. */
    private static final class Shipped {

        private static final YamlSettings SETTINGS = YamlSettings.parse("default_trace_config.yaml", shippedText());
    }

    private static String shippedText() {
        try (InputStream stream =
                ConfigLoader.class.getResourceAsStream("/org/vexfs/trace/configs/default_trace_config.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped configuration", e);
        }
    }

    private YamlSettings ownFile(Properties properties) {
        String file = properties.getProperty(FILE, "");
        if (file.isEmpty()) {
            return new YamlSettings(Map.of(), Map.of());
        }
        Path path = baseDirectory.resolve(file);
        try {
            return YamlSettings.parse(path.toString(), Files.readString(path));
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + path + ", which -D" + FILE + " names: " + e, e);
        }
    }

    private void applyEnvironment(String name, YamlSettings shipped, YamlSettings own) {
        for (Map<String, Setting> overrides : own.environments().values()) {
            requireKnown(overrides);
        }
        if (name == null || name.isEmpty()) {
            return;
        }
        if (shipped.environment(name).isEmpty() && own.environment(name).isEmpty()) {
            Set<String> known = new TreeSet<>(shipped.environments().keySet());
            known.addAll(own.environments().keySet());
            throw new ConfigurationException(
                    "-D" + ENVIRONMENT + "=" + name + ": no such environment; known are " + String.join(", ", known));
        }
        shipped.environment(name).ifPresent(this::override);
        own.environment(name).ifPresent(this::override);
    }

    private Map<String, Setting> fromProperties(Properties properties) {
        Map<String, Setting> given = new LinkedHashMap<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            String value = properties.getProperty(name);
            // Maven passes what was not set as an empty value.
            if (name.startsWith(PREFIX) && !OTHER_PROPERTIES.matcher(name).matches() && !value.isEmpty()) {
                String key = SHORT.getOrDefault(name, name.substring(PREFIX.length()));
                given.put(key, new Setting(value, "-D" + name));
            }
        }
        return given;
    }

    private void override(Map<String, Setting> overrides) {
        requireKnown(overrides);
        settings.putAll(overrides);
    }

    private void requireKnown(Map<String, Setting> given) {
        given.forEach((key, setting) -> {
            if (!settings.containsKey(key)) {
                throw new ConfigurationException(setting.origin() + ": unknown key '" + key
                        + "'; the nearest known is '" + NearestKey.of(key, settings.keySet()) + "'");
            }
        });
    }

    private TraceConfig bind() {
        return new TraceConfig(
                text("module"),
                text("module_file").equals("auto") ? Optional.empty() : Optional.of(path("module_file")),
                list("functions"),
                bool("module_check"),
                choice("mode", TraceConfig.Mode.class),
                bool("replay_bodies"),
                choice("unavailable", TraceConfig.Unavailable.class),
                path("general.output_dir"),
                command(),
                duration("bpftrace.start_timeout"),
                duration("bpftrace.answer_timeout"),
                duration("bpftrace.lock_timeout"),
                number("bpftrace.ring_pages", 1, 65_536),
                number("memory_trace.max_objects", 16, 16_777_216),
                new TraceConfig.Settle(
                        duration("memory_trace.settle.wait"),
                        bool("memory_trace.settle.sync"),
                        bool("memory_trace.settle.reclaim")),
                choice("attribution", Attribution.class),
                choice("isolation", Isolation.class),
                choice("memory_trace.indirect", IndirectAllocations.class),
                usage(),
                scripts(),
                number("advanced.ebpf.max_events", 0, 10_000_000),
                sections(),
                operations(),
                customScript(),
                text("memory_trace.suppressions").equals("none")
                        ? Optional.empty()
                        : Optional.of(path("memory_trace.suppressions")),
                byHand(),
                integration(),
                new TraceConfig.Advanced(
                        duration("advanced.ebpf.program_timeout", ChronoUnit.SECONDS),
                        bool("advanced.symbols.resolve_symbols"),
                        text("advanced.symbols.symbol_map_path"),
                        bool("advanced.debug.debug_mode"),
                        bool("advanced.debug.verbose_ebpf"),
                        bool("advanced.debug.save_raw_output")));
    }

    /** Its long options can be shortened; no other of them begins so. */
    private List<String> command() {
        List<String> words = List.of(text("bpftrace.command").split("\\s+"));
        if (words.stream().anyMatch(word -> word.contains("--un"))) {
            throw wrong(
                    "bpftrace.command",
                    settings.get("bpftrace.command"),
                    "a command without --unsafe, with which a script could run programs as root");
        }
        return words;
    }

    private Integration integration() {
        return new Integration(
                new Integration.Grafana(
                        bool("integration.grafana.enabled"),
                        url("integration.grafana.endpoint"),
                        word("integration.grafana.dashboard_id", 40)),
                new Integration.Prometheus(
                        bool("integration.prometheus.enabled"),
                        url("integration.prometheus.pushgateway"),
                        text("integration.prometheus.job_name")),
                new Integration.Syslog(
                        bool("integration.syslog.enabled"),
                        syslogTarget("integration.syslog.target"),
                        oneOf("integration.syslog.facility", Integration.Syslog.FACILITIES),
                        oneOf("integration.syslog.severity", Integration.Syslog.SEVERITIES)));
    }

    /** A password in an address would stand in every message that names it. */
    private URI url(String key) {
        return uri(key).filter(uri -> List.of("http", "https").contains(uri.getScheme()))
                .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null)
                .orElseThrow(() -> wrong(
                        key,
                        settings.get(key),
                        "an address without a name and a password in it, such as http://localhost:3000"));
    }

    private URI syslogTarget(String key) {
        return uri(key).filter(uri -> switch (String.valueOf(uri.getScheme())) {
                    case "unix" ->
                        uri.getRawAuthority() == null
                                && uri.getSchemeSpecificPart().startsWith("/");
                    case "udp", "tcp" -> uri.getHost() != null && uri.getUserInfo() == null;
                    default -> false;
                })
                .orElseThrow(
                        () -> wrong(key, settings.get(key), "unix:/dev/log, udp://HOST[:PORT] or tcp://HOST[:PORT]"));
    }

    private Optional<URI> uri(String key) {
        try {
            return Optional.of(new URI(text(key)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private String word(String key, int most) {
        String value = text(key);
        if (value.length() <= most && value.matches("[A-Za-z0-9_-]+")) {
            return value;
        }
        throw wrong(key, settings.get(key), "up to " + most + " letters, digits, - and _");
    }

    private String oneOf(String key, List<String> values) {
        String value = text(key).toLowerCase(Locale.ROOT);
        if (values.contains(value)) {
            return value;
        }
        throw wrong(key, settings.get(key), values.toString());
    }

    private TraceConfig.ByHand byHand() {
        return new TraceConfig.ByHand(
                duration("general.default_duration", ChronoUnit.SECONDS),
                duration("output.realtime.stats_interval", ChronoUnit.SECONDS),
                choice("general.log_level", TraceConfig.LogLevel.class),
                megabytes("general.max_output_size"),
                number("general.cleanup_after_days", 0, 100_000),
                new TraceConfig.Output(
                        bool("output.format.timestamps"),
                        bool("output.format.process_info"),
                        bool("output.format.function_names"),
                        bool("output.format.error_stack_traces"),
                        duration("output.realtime.alert_interval", ChronoUnit.SECONDS),
                        bool("output.post_processing.generate_summary"),
                        bool("output.post_processing.generate_analysis"),
                        bool("output.post_processing.generate_recommendations")));
    }

    private Set<TraceScript> scripts() {
        Set<TraceScript> scripts = EnumSet.noneOf(TraceScript.class);
        for (String name : list("scripts")) {
            scripts.add(constant("scripts", name, TraceScript.class));
        }
        return scripts;
    }

    private Optional<Path> customScript() {
        Set<TraceScript> scripts = scripts();
        String file = text(CUSTOM_FILE);
        if (!scripts.contains(TraceScript.CUSTOM)) {
            // One that is configured for all may stand beside tests that trace something else; an annotation's may not.
            if (settings.get(CUSTOM_FILE).origin().equals(ANNOTATION)) {
                throw wrong(
                        CUSTOM_FILE,
                        settings.get(CUSTOM_FILE),
                        "no file, as the script is not CUSTOM. Remedy: set script = CUSTOM, or leave file out");
            }
            return Optional.empty();
        }
        if (scripts.size() > 1) {
            throw wrong(
                    "scripts",
                    settings.get("scripts"),
                    "CUSTOM alone: what a script of your own does, such as clearing a map or filling the ring, could falsify"
                            + " the verdicts of the others. Remedy: trace with it in a test of its own");
        }
        if (file.equals("none")) {
            throw wrong(
                    CUSTOM_FILE,
                    settings.get(CUSTOM_FILE),
                    "the file of your own script, as the script is CUSTOM. Remedy: name it, as in"
                            + " @TraceVexfs(script = CUSTOM, file = \"src/test/bpftrace/opens.bt\")");
        }
        if (choice("attribution", Attribution.class) != Attribution.MODULE) {
            throw wrong(
                    "attribution",
                    settings.get("attribution"),
                    "module, as the script is CUSTOM: its lines and maps do not say whose they are. Remedy: set"
                            + " attribution = MODULE, and let the script look at pid or tid");
        }
        return Optional.of(path(CUSTOM_FILE));
    }

    private Set<String> sections() {
        return Stream.of("kernel_trace.memory_ops", "kernel_trace.lock_ops")
                .filter(this::bool)
                .map(key -> key.substring(key.indexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    private UsageSettings usage() {
        return new UsageSettings(
                bytes("kernel_trace.thresholds.large_allocation_threshold", 1),
                new UsageSettings.VectorMemory(
                        list("memory_trace.vector_functions"),
                        bool("memory_trace.vector_memory.track_vector_allocs"),
                        bool("memory_trace.vector_memory.track_buffer_usage"),
                        bool("memory_trace.vector_memory.track_dimension_impact"),
                        arguments("operations.dimension_arguments")),
                new UsageSettings.Tracking(
                        bool("memory_trace.tracking.track_allocations"),
                        bool("memory_trace.tracking.track_deallocations"),
                        bool("memory_trace.tracking.track_leaks")),
                new UsageSettings.LeakHints(
                        duration("memory_trace.leak_detection.leak_threshold_seconds", ChronoUnit.SECONDS),
                        number("memory_trace.leak_detection.outstanding_alloc_threshold", 0, 999_999_999)),
                new UsageSettings.Pressure(
                        bytes("memory_trace.pressure_detection.high_usage_threshold_mb", 1_000_000),
                        percent("memory_trace.pressure_detection.failure_rate_threshold")),
                new UsageSettings.Details(
                        bool("memory_trace.tracking.track_fragmentation"),
                        bool("memory_trace.analysis.track_allocation_patterns"),
                        bool("memory_trace.analysis.track_lifetimes"),
                        bool("memory_trace.analysis.stack_trace_large_allocs")),
                new UsageSettings.AlertRate(
                        duration("performance_trace.alerts.interval", ChronoUnit.SECONDS),
                        number("performance_trace.alerts.fewest_calls", 1, 1_000_000)));
    }

    private OperationSettings operations() {
        Map<OperationCategory, List<String>> categories = new EnumMap<>(OperationCategory.class);
        for (OperationCategory category : OperationCategory.values()) {
            categories.put(category, list("operations.categories." + category.key()));
        }
        return new OperationSettings(
                categories,
                arguments("operations.dimension_arguments"),
                arguments("operations.size_arguments"),
                duration("kernel_trace.thresholds.slow_operation_threshold", ChronoUnit.MICROS),
                duration("kernel_trace.thresholds.lock_contention_threshold", ChronoUnit.MICROS),
                duration("kernel_trace.thresholds.lock_wait_threshold", ChronoUnit.MICROS),
                number("operations.fewest_samples", 1, 1_000_000),
                new OperationSettings.AlertThresholds(
                        duration("performance_trace.alerts.interval", ChronoUnit.SECONDS),
                        number("performance_trace.alerts.fewest_calls", 1, 1_000_000),
                        duration("performance_trace.alerts.high_latency_threshold", ChronoUnit.MILLIS),
                        percent("performance_trace.alerts.low_cache_hit_threshold"),
                        percent("performance_trace.alerts.high_error_rate_threshold"),
                        percent("performance_trace.alerts.high_contention_threshold")),
                new OperationSettings.Tracking(
                        Arrays.stream(TrackedFigure.values())
                                .filter(figure -> bool(figure.key()))
                                .collect(Collectors.toSet()),
                        arguments("operations.key_arguments"),
                        arguments("operations.bucket_arguments"),
                        new OperationSettings.Sampling(
                                number("kernel_trace.sampling.filesystem_sample_rate", 1, 1_000_000),
                                number("kernel_trace.sampling.memory_sample_rate", 1, 1_000_000),
                                number("kernel_trace.sampling.lock_sample_rate", 1, 1_000_000))));
    }

    private List<OperationSettings.ArgumentRule> arguments(String key) {
        return list(key).stream()
                .map(rule -> {
                    Matcher matcher = ARGUMENT.matcher(rule);
                    if (!matcher.matches()) {
                        throw wrong(
                                key,
                                settings.get(key),
                                "patterns of functions with an argument from 0 to 4, such as" + " vexfs_read:3");
                    }
                    return new OperationSettings.ArgumentRule(matcher.group(1), Integer.parseInt(matcher.group(2)));
                })
                .toList();
    }

    private double percent(String key) {
        String value = text(key);
        if (value.matches("\\d{1,3}(\\.\\d{1,6})?") && Double.parseDouble(value) <= 100) {
            return Double.parseDouble(value);
        }
        throw wrong(key, settings.get(key), "a number of percent from 0 to 100");
    }

    private String text(String key) {
        Setting setting = settings.get(key);
        if (setting.value() instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw wrong(key, setting, "one value");
    }

    private Path path(String key) {
        try {
            return baseDirectory.resolve(text(key));
        } catch (InvalidPathException e) {
            throw wrong(key, settings.get(key), "the name of a file: " + e.getReason());
        }
    }

    private List<String> list(String key) {
        Setting setting = settings.get(key);
        List<String> values = setting.value() instanceof List<?> elements
                ? elements.stream().map(String::valueOf).toList()
                : Arrays.stream(((String) setting.value()).split(","))
                        .map(String::strip)
                        .toList();
        if (values.isEmpty() || values.contains("")) {
            throw wrong(key, setting, "at least one value");
        }
        return values;
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type) {
        return constant(key, text(key), type);
    }

    private <E extends Enum<E>> E constant(String key, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        settings.get(key),
                        Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    private Duration duration(String key) {
        return DurationText.parse(text(key))
                .orElseThrow(() -> wrong(key, settings.get(key), DurationText.EXPECTED + ", such as 500ms"));
    }

    private Duration duration(String key, ChronoUnit plainUnit) {
        return DurationText.parse(text(key), plainUnit)
                .orElseThrow(() -> wrong(
                        key,
                        settings.get(key),
                        DurationText.EXPECTED + ", or one alone for "
                                + plainUnit.toString().toLowerCase(Locale.ROOT)));
    }

    private int number(String key, int least, int most) {
        String value = text(key);
        if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        throw wrong(key, settings.get(key), "a whole number from " + least + " to " + most);
    }

    /** Reads a number of bytes: with its unit, or without one in a unit of so many bytes. */
    private long bytes(String key, long plainUnit) {
        return ByteText.parse(text(key), plainUnit)
                .orElseThrow(() -> wrong(key, settings.get(key), ByteText.expected(plainUnit)));
    }

    private long megabytes(String key) {
        String value = text(key);
        if (value.matches("\\d{1,9}(\\.\\d{1,6})?") && Double.parseDouble(value) > 0) {
            return Math.round(Double.parseDouble(value) * 1e6);
        }
        throw wrong(key, settings.get(key), "a number of megabytes above 0, such as 100");
    }

    private boolean bool(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, settings.get(key), "true or false");
        };
    }

    private static ConfigurationException wrong(String key, Setting setting, String expected) {
        return new ConfigurationException(
                setting.origin() + ": " + key + " is '" + setting.value() + "'; expected " + expected);
    }
}
