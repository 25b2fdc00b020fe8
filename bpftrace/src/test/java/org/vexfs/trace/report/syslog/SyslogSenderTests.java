package org.vexfs.trace.report.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.report.syslog.SyslogNotice.Severity;
import org.vexfs.trace.testing.Daemon;

@Timeout(60)
class SyslogSenderTests {

    private static final int LOCAL0 = 16;

    @TempDir
    private Path folder;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    @Test
    void overTcpEachMessageComesAfterItsLengthInBytes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (SyslogSender sender = sender("tcp://127.0.0.1:" + server.getLocalPort())) {
                sender.send(SyslogNotice.of(Severity.INFO, "START", "grün"));
            }
            try (Socket socket = server.accept()) {
                String received = new String(socket.getInputStream().readAllBytes(), UTF_8);
                int space = received.indexOf(' ');

                assertThat(received.substring(space + 1)).startsWith("<134>1 ").endsWith(" grün");
                assertThat(received.substring(space + 1).getBytes(UTF_8))
                        .hasSize(Integer.parseInt(received.substring(0, space)));
            }
        }
    }

    @Test
    void aServerThatTakesNothingHoldsNobodyUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SyslogSender sender = sender("tcp://127.0.0.1:" + server.getLocalPort())) {
            for (int i = 0; i < 20_000; i++) {
                sender.send(SyslogNotice.of(Severity.INFO, "START", "x".repeat(2_000)));
            }
        }
        assertThat(complaints)
                .anyMatch(complaint -> complaint.contains(" of its messages could not be sent to tcp://"));
    }

    @Test
    void aServerThatClosesTheConnectionGetsTheNextMessageOnAnotherOne() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SyslogSender sender = sender("tcp://127.0.0.1:" + server.getLocalPort())) {
            sender.send(SyslogNotice.of(Severity.INFO, "START", "first"));
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().read()).isPositive();
            }
            while (complaints.isEmpty()) {
                sender.send(SyslogNotice.of(Severity.INFO, "START", "lost"));
                Thread.onSpinWait();
            }
            assertThat(complaints.get(0)).contains("the server has closed the connection");
            try (Socket socket = acceptAgain(server, sender);
                    InputStream stream = socket.getInputStream()) {
                assertThat(stream.read()).isPositive();
            }
        }
    }

    private static Socket acceptAgain(ServerSocket server, SyslogSender sender) throws IOException {
        server.setSoTimeout(100);
        while (true) {
            sender.send(SyslogNotice.of(Severity.INFO, "START", "again"));
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                continue;
            }
        }
    }

    @Test
    void aPortThatNobodyListensOnIsNoticedOverUdp() throws IOException {
        try (SyslogSender sender = sender("udp://127.0.0.1:" + Daemon.freeUdpPort())) {
            while (complaints.isEmpty()) {
                sender.send(SyslogNotice.of(Severity.INFO, "START", "x"));
                Thread.onSpinWait();
            }
        }
        assertThat(complaints.get(0)).startsWith("syslog: nothing can be sent to udp://127.0.0.1:");
    }

    @Test
    void aLocalSocketThatIsNotThereIsNamed() {
        try (SyslogSender sender = sender("unix:" + folder.resolve("none"))) {
            sender.send(SyslogNotice.of(Severity.INFO, "START", "x"));
        }
        assertThat(complaints)
                .first()
                .asString()
                .startsWith("syslog: nothing can be sent to unix:" + folder.resolve("none") + ": No such file");
    }

    private SyslogSender sender(String target) {
        return new SyslogSender(URI.create(target), LOCAL0, complaints::add);
    }
}
