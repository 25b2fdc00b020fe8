package org.vexfs.trace.report.html;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the files of a folder as Jenkins serves those of a build, under the content security policy that it has. */
final class PageServer implements AutoCloseable {

    /** Jenkins' default. */
    static final String POLICY = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

    private final HttpServer server;
    private final Path folder;

    private PageServer(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static PageServer start(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PageServer pages = new PageServer(server, folder);
        server.createContext("/", pages::answer);
        server.start();
        return pages;
    }

    String address(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            if (Files.isRegularFile(file)) {
                exchange.getResponseHeaders()
                        .set("Content-Type", file.toString().endsWith(".css") ? "text/css" : "text/html");
                exchange.sendResponseHeaders(200, 0);
                Files.copy(file, exchange.getResponseBody());
            } else {
                // A browser asks for a favicon by itself.
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
