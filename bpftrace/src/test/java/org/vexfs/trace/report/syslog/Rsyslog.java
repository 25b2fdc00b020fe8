package org.vexfs.trace.report.syslog;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.testing.Daemon;

/** A real rsyslogd that listens on UDP, TCP and a local socket, and writes down the parts of each message. */
final class Rsyslog implements AutoCloseable {

    private final Daemon daemon;
    private final Path folder;
    private final int udp;
    private final int tcp;

    private Rsyslog(Daemon daemon, Path folder, int udp, int tcp) {
        this.daemon = daemon;
        this.folder = folder;
        this.udp = udp;
        this.tcp = tcp;
    }

    static Rsyslog start(Path folder) throws IOException, InterruptedException {
        return start(folder, Daemon.freePort());
    }

    static Rsyslog start(Path folder, int tcp) throws IOException, InterruptedException {
        Path program = Daemon.program("rsyslogd", "rsyslog");
        int udp = Daemon.freeUdpPort();
        Path configuration = Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s")
                module(load="imudp")
                module(load="imtcp")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imudp" address="127.0.0.1" port="%2$d")
                input(type="imtcp" address="127.0.0.1" port="%3$d")
                input(type="imuxsock" Socket="%1$s/log" UseSpecialParser="off" ParseHostname="on")
                template(name="parts" type="string" string="%%pri%%\\t%%protocol-version%%\\t%%hostname%%\\t%%app-name%%\\t\
                %%procid%%\\t%%msgid%%\\t%%structured-data%%\\t%%msg%%\\n")
                action(type="omfile" file="%1$s/messages" template="parts")
                """.formatted(folder, udp, tcp));
        Daemon daemon = Daemon.start(
                folder.resolve("rsyslog.log"),
                List.of(
                        program.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("rsyslog.pid").toString()));
        Rsyslog rsyslog = new Rsyslog(daemon, folder, udp, tcp);
        daemon.await("rsyslogd listens", () -> Files.exists(folder.resolve("log")) && rsyslog.listens());
        return rsyslog;
    }

    private boolean listens() {
        try {
            SyslogTransport.open(target("tcp")).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives where it listens: by udp, tcp or unix. */
    URI target(String way) {
        return switch (way) {
            case "udp" -> URI.create("udp://127.0.0.1:" + udp);
            case "tcp" -> URI.create("tcp://127.0.0.1:" + tcp);
            default -> URI.create("unix:" + folder.resolve("log"));
        };
    }

    /** Gives the parts of so many messages, once they are there. */
    List<List<String>> messages(int count) throws IOException, InterruptedException {
        Path messages = folder.resolve("messages");
        daemon.await(
                count + " messages have arrived",
                () -> Files.exists(messages) && Files.readAllLines(messages).size() >= count);
        return Files.readAllLines(messages).stream()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
