package org.vexfs.trace.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a configuration has, it is a configuration, or refused with its name. */
class ConfigLoaderFuzzTests {

    @TempDir
    static Path project;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(Files.readAllBytes(Path.of("configs/default_trace_config.yaml")), """
                module: &name vexfs
                functions: [*name, "vexfs_*"]
                bpftrace: {command: "sudo -n bpftrace", start_timeout: 90s, ring_pages: 64}
                environments:
                  ci:
                    mode: replay
                    general.output_dir: target/ci
                """.getBytes(UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void aConfigurationIsReadOrRefusedByName(byte[] bytes) throws IOException {
        Path file = Files.write(project.resolve("trace.yaml"), bytes);
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.config", file.getFileName().toString());
        try {
            TraceConfig config = ConfigLoader.load(properties, project, Map.of());

            assertThat(config.module()).isNotBlank();
            assertThat(config.command()).isNotEmpty().doesNotContain("");
            assertThat(config.outputDirectory()).isAbsolute();
        } catch (ConfigurationException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
        }
    }
}
