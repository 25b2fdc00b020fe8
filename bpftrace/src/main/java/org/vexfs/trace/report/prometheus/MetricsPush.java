package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.exporter.pushgateway.Format;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Pushes metrics to a Pushgateway, where they stay when the trace is over. */
public final class MetricsPush {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final PushGateway client;

    /**
     * Prepares.
     *
     * @param gateway its address, such as {@code http://localhost:9091}
     * @param job the job that the metrics are of
     * @param module the traced module, so that traces of others stay beside it
     */
    public MetricsPush(URI gateway, String job, String module, PrometheusRegistry registry) {
        this.client = PushGateway.builder()
                .scheme(Scheme.fromString(gateway.getScheme()))
                .address(gateway.getAuthority())
                .job(job)
                .groupingKey("module", module)
                .format(Format.PROMETHEUS_TEXT)
                .registry(registry)
                .connectionTimeout(LONGEST)
                .readTimeout(LONGEST)
                .build();
    }

    /**
     * Pushes how the metrics are now, in the place of what was pushed before.
     *
     * @throws IOException if the Pushgateway does not take it
     */
    public void push() throws IOException {
        client.push();
    }
}
