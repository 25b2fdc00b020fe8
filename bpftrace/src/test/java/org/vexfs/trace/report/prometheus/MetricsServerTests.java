package org.vexfs.trace.report.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.testing.Daemon;

@Timeout(60)
class MetricsServerTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain;version=0.0.4                            | text/plain; version=0.0.4; charset=utf-8",
                "application/openmetrics-text;version=1.0.0          | application/openmetrics-text; version=1.0.0; charset=utf-8",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
                        + " | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
                "*/*                                                 | text/plain; version=0.0.4; charset=utf-8"
            })
    void itAnswersInTheFormatThatPrometheusAsksFor(String accepted, String type) throws Exception {
        try (MetricsServer server = server("vector-search-6.12", "performance")) {
            HttpResponse<String> answer = get(server, accepted);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(type);
            assertThat(answer.body()).contains("vexfs_trace_call_duration_seconds");
        }
    }

    @Test
    void itIsReachedAtTheAddressThatItNames() throws Exception {
        try (MetricsServer server = server("vector-search-6.12", "performance")) {
            assertThat(server.url()).matches("http://127\\.0\\.0\\.1:\\d+/metrics");
            assertThat(get(server, "*/*").body().lines())
                    .contains("vexfs_trace_calls_total{function=\"vexfs_vector_search\",module=\"vexfs\"} 1000.0");
        }
    }

    @Test
    void aHostThatIsNoneIsNamed() throws IOException {
        TraceMetrics metrics = RecordedTrace.of("vector-search-6.12", "performance");

        assertThatIOException()
                .isThrownBy(() -> MetricsServer.start(
                        InetSocketAddress.createUnresolved("no-such-host.invalid", 0), metrics.registry()))
                .withMessage("no such host: no-such-host.invalid");
    }

    @ParameterizedTest
    @CsvSource({"vector-search-6.12, performance", "vector-store-6.12, memory"})
    void theNamesAndTextsAreAsPrometheusOwnCheckWantsThem(String capture, String script) throws Exception {
        Path promtool = Daemon.program("promtool", "prometheus");
        try (MetricsServer server = server(capture, script)) {
            Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            check.getOutputStream().write(get(server, "*/*").body().getBytes(UTF_8));
            check.getOutputStream().close();

            assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).isEmpty();
            assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(check.exitValue()).isZero();
        }
    }

    private static MetricsServer server(String capture, String script) throws IOException {
        return MetricsServer.start(
                new InetSocketAddress("127.0.0.1", 0),
                RecordedTrace.of(capture, script).registry());
    }

    private static HttpResponse<String> get(MetricsServer server, String accepted) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url()))
                                .header("Accept", accepted)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
