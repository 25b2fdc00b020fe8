package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

class MetricsOptionsTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "--serve,                 127.0.0.1, 9736",
        "--serve=0,               127.0.0.1, 0",
        "--serve=9999,            127.0.0.1, 9999",
        "--serve=0.0.0.0:9999,    0.0.0.0,   9999",
        "--serve=[::1]:9999,      ::1,       9999",
        "--serve=127.0.0.2:9999,  127.0.0.2, 9999"
    })
    void metricsAreServedOnThisMachineAloneUnlessAHostIsNamed(String option, String host, int port) {
        Taking command = parse(option, "memory");

        assertThat(command.metrics.serve()).contains(new InetSocketAddress(host, port));
        assertThat(command.script).containsExactly("memory");
    }

    @Test
    void noneAreServedOrWrittenUnasked() {
        Taking command = parse("memory");

        assertThat(command.metrics.serve()).isEmpty();
        assertThat(command.metrics.textFile()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"70000", "x", "host:", "a b:1", ":1"})
    void whatIsNoPortIsAUsageError(String address) throws IOException {
        Manager.Answer answer = new Manager(folder).run("memory", "--serve=" + address);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains("'" + address + "' is none; expected a port, or a host and a port, such as 127.0.0.1:9736");
    }

    @Test
    void aPortThatIsTakenKeepsTheTraceFromStartingAndIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Manager.Answer answer =
                    new Manager(folder).run("memory", "-o", folder.toString(), "--serve=" + taken.getLocalPort());

            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.err())
                    .contains(
                            "no metrics can be served at 127.0.0.1:" + taken.getLocalPort(),
                            "Remedy: name another port with --serve=PORT");
        }
    }

    @Test
    void aFileThatCannotBeWrittenKeepsTheTraceFromStartingAndIsNamed() throws IOException {
        Path file = folder.resolve("nowhere/vexfs.prom");

        Manager.Answer answer = new Manager(folder).run("memory", "-o", folder.toString(), "--textfile=" + file);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("no metrics can be written into " + file, "Remedy: name another file");
    }

    private static Taking parse(String... arguments) {
        Taking command = new Taking();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }

    @Command(name = "take")
    private static final class Taking {

        @Mixin
        private MetricsOptions metrics;

        @Parameters
        private List<String> script;
    }
}
