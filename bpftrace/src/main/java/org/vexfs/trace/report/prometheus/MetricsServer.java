package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Serves metrics to Prometheus, at {@code /metrics}. */
public final class MetricsServer implements Closeable {

    private final HTTPServer server;
    private final String host;

    private MetricsServer(HTTPServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Starts to serve.
     *
     * @param address where; port 0 for any that is free
     * @throws IOException if nothing can be served there
     */
    public static MetricsServer start(InetSocketAddress address, PrometheusRegistry registry) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("no such host: " + address.getHostString());
        }
        HTTPServer server = HTTPServer.builder()
                .inetAddress(address.getAddress())
                .port(address.getPort())
                .registry(registry)
                .buildAndStart();
        return new MetricsServer(server, address.getHostString());
    }

    /** Gives where it serves. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort() + "/metrics";
    }

    @Override
    public void close() {
        server.close();
    }
}
