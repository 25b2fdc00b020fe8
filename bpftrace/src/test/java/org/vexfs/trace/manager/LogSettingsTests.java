package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.config.TraceConfig.LogLevel;

class LogSettingsTests {

    private static final String KEY = "-Dvexfs.trace.general.log_level=";

    @TempDir
    private Path folder;

    @Test
    void theConfigurationSaysHowMuchToLog() {
        assertThat(LogSettings.level("status")).isEqualTo(LogLevel.WARN);
        assertThat(LogSettings.level("status", KEY + "error")).isEqualTo(LogLevel.ERROR);
        assertThat(LogSettings.level("run", "memory", "-d", "30", "--environment", "development"))
                .isEqualTo(LogLevel.DEBUG);
        assertThat(LogSettings.level("clean", "--environment=testing", "--days", "7"))
                .isEqualTo(LogLevel.INFO);
    }

    @Test
    void verboseLogsMoreButNeverLess() {
        assertThat(LogSettings.level("run", "memory", "-v")).isEqualTo(LogLevel.INFO);
        assertThat(LogSettings.level("run", "memory", "-v", KEY + "debug")).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void debugModeLogsAll() {
        assertThat(LogSettings.level("run", "memory", "-Dvexfs.trace.advanced.debug.debug_mode=true"))
                .isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void whatIsWrongIsTheCommandsToComplainOf() {
        assertThat(LogSettings.level("run", KEY + "loud")).isEqualTo(LogLevel.WARN);
        assertThat(LogSettings.level("run", "--format", "none")).isEqualTo(LogLevel.WARN);
    }

    @Test
    void whatIsLoggedIsSeen() throws Exception {
        String entry = "vexfs-trace-" + ProcessHandle.current().pid() + ".json";
        Files.writeString(folder.resolve(entry), "no entry");

        assertThat(status()).doesNotContain("DEBUG");
        assertThat(status(KEY + "debug")).contains("DEBUG", entry + " is no entry of a running trace");
    }

    private String status(String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                TraceManager.class.getName(),
                "status",
                "-o",
                folder.toString()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
