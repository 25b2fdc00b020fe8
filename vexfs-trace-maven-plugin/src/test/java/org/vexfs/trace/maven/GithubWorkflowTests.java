package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.manager.FrontEnd;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the example workflow for GitHub names, there is. */
class GithubWorkflowTests {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern GOAL = Pattern.compile("vexfs-trace:([a-z]+)");
    private static final Pattern SETTING = Pattern.compile("-D(vexfs\\.trace\\.[\\w.]+)=([^\"]*)");
    private static final Pattern MANAGER = Pattern.compile("vexfs_trace_manager\\.sh ([^\\n]*)");

    static List<Map<String, Object>> steps() throws IOException {
        Map<String, Object> workflow = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(REPOSITORY.resolve("examples/github-actions.yml")));
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Object job : ((Map<?, ?>) workflow.get("jobs")).values()) {
            for (Object step : (List<?>) ((Map<?, ?>) job).get("steps")) {
                Map<String, Object> typed = new LinkedHashMap<>();
                ((Map<?, ?>) step).forEach((key, value) -> typed.put(String.valueOf(key), value));
                steps.add(typed);
            }
        }
        return steps;
    }

    private static String scripts() throws IOException {
        StringBuilder scripts = new StringBuilder();
        steps().stream()
                .filter(step -> step.containsKey("run"))
                .forEach(step -> scripts.append(step.get("run")).append('\n'));
        return scripts.toString().replaceAll("\\\\\n\\s*", "");
    }

    static Stream<String> managerCommands() throws IOException {
        return MANAGER.matcher(scripts()).results().map(found -> found.group(1).strip());
    }

    @Test
    void aStepUsesAnActionOrRunsAScript() throws IOException {
        assertThat(steps())
                .hasSizeGreaterThan(10)
                .allMatch(step -> step.containsKey("run") != step.containsKey("uses"));
    }

    @Test
    void itsGoalsAreThePlugins() throws IOException {
        try (InputStream stream = GithubWorkflowTests.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            String descriptor = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(GOAL.matcher(scripts()).results().map(found -> found.group(1)))
                    .isNotEmpty()
                    .allMatch(goal -> descriptor.contains("<goal>" + goal + "</goal>"));
        }
    }

    @Test
    void itsSettingsAreTheLibrarys() throws IOException {
        List<MatchResult> settings = SETTING.matcher(scripts()).results().toList();
        assertThat(settings).isNotEmpty();
        for (MatchResult setting : settings) {
            Properties properties = new Properties();
            properties.setProperty(setting.group(1), setting.group(2));
            assertThat(ConfigLoader.load(properties, Path.of(""), Map.of())).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("managerCommands")
    void itsCommandsAreTheTraceManagersWithItsOptions(String command) {
        String[] words = command.split(" +");
        StringWriter help = new StringWriter();
        int status = FrontEnd.COMMAND_LINE.run(
                List.of("help", words[0]), new PrintWriter(help), new PrintWriter(new StringWriter()));

        assertThat(status).isZero();
        for (String word : words) {
            if (word.startsWith("-")) {
                assertThat(help.toString()).contains(word);
            }
        }
    }

    @Test
    void thereAreCommandsThatTraceAndThatFailOnWhatIsFound() throws IOException {
        assertThat(managerCommands())
                .anyMatch(command -> command.startsWith("memory "))
                .anyMatch(command -> command.startsWith("analyze ") && command.contains("--fail-on"));
    }

    @Test
    void theFilesThatItNamesAreHere() throws IOException {
        assertThat(scripts())
                .contains("bpftrace/tools/vexfs_trace_manager.sh", "examples/module", "examples/vector-store");
        assertThat(REPOSITORY.resolve("bpftrace/tools/vexfs_trace_manager.sh")).isExecutable();
        assertThat(REPOSITORY.resolve("examples/module/Makefile")).exists();
        assertThat(REPOSITORY.resolve("examples/vector-store/pom.xml")).exists();
    }
}
