package org.vexfs.trace.report.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.report.syslog.SyslogNotice.Severity;
import org.vexfs.trace.testing.Daemon;

/** What arrives at a real rsyslogd. */
@Tag("rsyslog")
@Timeout(120)
class RsyslogTests {

    private static final int LOCAL0 = 16;

    @TempDir
    private Path folder;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "unix"})
    void eachPartOfAMessageArrivesAsItWasMeant(String way) throws Exception {
        try (Rsyslog rsyslog = Rsyslog.start(folder)) {
            try (SyslogSender sender = new SyslogSender(rsyslog.target(way), LOCAL0, complaints::add)) {
                sender.send(SyslogNotice.of(Severity.ERR, "LEAK", "3 objects", "module", "vexfs", "bytes", "384"));
            }

            assertThat(rsyslog.messages(1))
                    .containsExactly(List.of(
                            "131",
                            "1",
                            Files.readString(Path.of("/proc/sys/kernel/hostname"))
                                    .strip(),
                            "vexfs-trace",
                            String.valueOf(ProcessHandle.current().pid()),
                            "LEAK",
                            "[vexfs-trace@32473 bytes=\"384\" module=\"vexfs\"]",
                            "3 objects"));
            assertThat(complaints).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "unix"})
    void noCharacterEndsAPartOrAMessageEarly(String way) throws Exception {
        try (Rsyslog rsyslog = Rsyslog.start(folder)) {
            try (SyslogSender sender = new SyslogSender(rsyslog.target(way), LOCAL0, complaints::add)) {
                sender.send(SyslogNotice.of(
                        Severity.WARNING,
                        "ALERT",
                        "größer als 1 µs: \"x\" ] \\ [\n<131>1 - - - - - - not a message",
                        "text",
                        "a \"quoted\" ] \\ [ größer\nnext"));
                sender.send(SyslogNotice.of(Severity.INFO, "SUMMARY", "the second"));
            }

            List<List<String>> messages = rsyslog.messages(2);
            assertThat(messages).hasSize(2);
            assertThat(messages.get(0))
                    .element(6)
                    .isEqualTo("[vexfs-trace@32473 text=\"a \\\"quoted\\\" \\] \\\\ [ größer#012next\"]");
            assertThat(messages.get(0))
                    .element(7)
                    .isEqualTo("größer als 1 µs: \"x\" ] \\ [#012<131>1 - - - - - - not a message");
            assertThat(messages.get(1)).element(7).isEqualTo("the second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "unix"})
    void aLongTextIsCutToWhatEveryServerTakesWithinNoCharacter(String way) throws Exception {
        try (Rsyslog rsyslog = Rsyslog.start(folder)) {
            try (SyslogSender sender = new SyslogSender(rsyslog.target(way), LOCAL0, complaints::add)) {
                sender.send(SyslogNotice.of(Severity.INFO, "SUMMARY", "ü".repeat(5_000)));
            }

            String text = rsyslog.messages(1).get(0).get(7);
            assertThat(text).matches("ü+\\.\\.\\.");
            assertThat(text.getBytes(UTF_8)).hasSizeBetween(1_800, SyslogFormat.MOST_BYTES);
        }
    }

    @Test
    void aServerThatIsAwayIsComplainedOfOnceAndIsToldAgainWhenItIsThere() throws Exception {
        int port = Daemon.freePort();
        Daemon.program("rsyslogd", "rsyslog");
        try (SyslogSender sender = new SyslogSender(URI.create("tcp://127.0.0.1:" + port), LOCAL0, complaints::add)) {
            sender.send(SyslogNotice.of(Severity.INFO, "START", "first"));
            while (complaints.isEmpty()) {
                Thread.onSpinWait();
            }
            sender.send(SyslogNotice.of(Severity.INFO, "START", "second"));

            try (Rsyslog rsyslog = Rsyslog.start(folder, port)) {
                awaitArrival(sender, folder.resolve("messages"));

                assertThat(rsyslog.messages(1).get(0)).element(7).isEqualTo("later");
            }
        }
        assertThat(complaints)
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0))
                        .startsWith("syslog: nothing can be sent to tcp://127.0.0.1:" + port + ": Connection refused")
                        .contains("the trace goes on without", "integration.syslog.target"))
                .satisfies(all -> assertThat(all.get(1)).contains(" of its messages could not be sent"));
    }

    private static void awaitArrival(SyslogSender sender, Path messages) throws IOException {
        while (!Files.exists(messages) || Files.size(messages) == 0) {
            sender.send(SyslogNotice.of(Severity.INFO, "START", "later"));
            LockSupport.parkNanos(50_000_000);
        }
    }
}
