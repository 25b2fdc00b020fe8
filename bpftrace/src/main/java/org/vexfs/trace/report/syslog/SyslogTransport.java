package org.vexfs.trace.report.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** An open way to a syslog server. After a failure it is of no more use. */
interface SyslogTransport extends Closeable {

    int PORT = 514;
    int CONNECT_MILLIS = 2_000;

    /** Sends a message. */
    void send(byte[] message) throws IOException;

    /**
     * Opens the way to a server.
     *
     * @param target as {@link org.vexfs.trace.config.Integration.Syslog#target} has it
     */
    static SyslogTransport open(URI target) throws IOException {
        return switch (target.getScheme()) {
            case "tcp" -> new Tcp(address(target));
            case "udp" -> {
                DatagramSocket socket = new DatagramSocket();
                // So that the kernel tells if there is nobody.
                socket.connect(address(target));
                yield new Datagrams(socket);
            }
            default -> new Datagrams(local(Path.of(target.getSchemeSpecificPart())));
        };
    }

    private static InetSocketAddress address(URI target) throws IOException {
        String host = target.getHost().replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(host, target.getPort() < 0 ? PORT : target.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException("no such host: " + host);
        }
        return address;
    }

    /** The JDK has no datagrams on local sockets, which is what syslog servers listen for. */
    private static DatagramSocket local(Path path) throws IOException {
        try {
            AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance();
            try {
                socket.connect(AFUNIXSocketAddress.of(path));
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            return socket;
        } catch (LinkageError | UnsupportedOperationException e) {
            throw new IOException("local sockets cannot be used by this Java: " + e.getMessage(), e);
        }
    }

    /** A message in a datagram, as RFC 5426 has it for UDP. */
    record Datagrams(DatagramSocket socket) implements SyslogTransport {

        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Messages one after the other, each after its length: octet counting, as RFC 6587 has it (section 3.4.1). */
    final class Tcp implements SyslogTransport {

        private final Socket socket = new Socket();

        Tcp(InetSocketAddress address) throws IOException {
            try {
                socket.connect(address, CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(1);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public void send(byte[] message) throws IOException {
            requireOpen();
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes((message.length + " ").getBytes(US_ASCII));
            frame.writeBytes(message);
            frame.writeTo(socket.getOutputStream());
        }

        /** What is written to a server that has closed the connection is lost without a word. */
        private void requireOpen() throws IOException {
            try {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("the server has closed the connection");
                }
            } catch (SocketTimeoutException e) {
                return; // It has nothing to say, as it should.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
