package org.vexfs.trace.report.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.testing.Daemon;

/** What a real Pushgateway takes, and gives Prometheus. */
@Tag("prometheus")
@Timeout(120)
class PushgatewayTests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void theMetricsOfATraceStayThereUnderItsJobAndModule() throws Exception {
        int port = Daemon.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        try (Daemon gateway = Daemon.start(
                folder.resolve("log"),
                List.of(
                        Daemon.program("prometheus-pushgateway", "prometheus-pushgateway")
                                .toString(),
                        "--web.listen-address=127.0.0.1:" + port))) {
            gateway.await("the Pushgateway answers", () -> answers(address));

            new MetricsPush(
                            address,
                            "kernel tests/1",
                            "vexfs",
                            RecordedTrace.of("vector-search-6.12", "performance")
                                    .registry())
                    .push();

            assertThat(text(address.resolve("/metrics")).lines())
                    .contains(
                            "vexfs_trace_calls_total{function=\"vexfs_vector_search\",instance=\"\",job=\"kernel tests/1\","
                                    + "module=\"vexfs\"} 1000")
                    .contains("vexfs_trace_call_duration_seconds_count{function=\"vexfs_vector_search\",instance=\"\","
                            + "job=\"kernel tests/1\",module=\"vexfs\"} 1000");
        }
    }

    @Test
    void oneThatIsAwayIsNamed() throws IOException {
        URI address = URI.create("http://127.0.0.1:" + Daemon.freePort());
        MetricsPush push = new MetricsPush(
                address,
                "job",
                "vexfs",
                RecordedTrace.of("vector-search-6.12", "performance").registry());

        assertThatIOException().isThrownBy(push::push).withMessageContaining(address + ": Connection refused");
    }

    private static boolean answers(URI address) throws InterruptedException {
        try {
            text(address.resolve("/-/ready"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(URI address) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
