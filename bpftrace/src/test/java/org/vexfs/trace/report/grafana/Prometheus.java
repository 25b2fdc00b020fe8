package org.vexfs.trace.report.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.vexfs.trace.testing.Daemon;

/** A real Prometheus that scrapes some servers of this machine, ten times a second. */
final class Prometheus implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Daemon daemon;
    private final String address;

    private Prometheus(Daemon daemon, String address) {
        this.daemon = daemon;
        this.address = address;
    }

    /** @param targets where metrics are served, as {@code http://HOST:PORT/metrics} */
    static Prometheus start(Path folder, List<String> targets) throws IOException, InterruptedException {
        Path program = Daemon.program("prometheus", "prometheus");
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                scrape_configs:
                  - job_name: vexfs-trace
                    static_configs:
                      - targets: [%s]
                """.formatted(targets.stream()
                .map(target -> URI.create(target).getAuthority())
                .collect(Collectors.joining(", "))));
        String listening = "127.0.0.1:" + Daemon.freePort();
        Prometheus prometheus = new Prometheus(
                Daemon.start(
                        folder.resolve("prometheus.log"),
                        List.of(
                                program.toString(),
                                "--config.file=" + configuration,
                                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                                "--web.listen-address=" + listening)),
                "http://" + listening);
        prometheus.daemon.await("Prometheus is ready", prometheus::ready);
        return prometheus;
    }

    private boolean ready() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until a query has this one answer. */
    void awaitValue(String query, double value) throws IOException, InterruptedException {
        daemon.await(query + " is " + value, () -> answered(query).equals(List.of(value)));
    }

    /** Gives what an instant query is answered with, once it is: after a scrape that took too long no series has a value. */
    List<Double> values(String query) throws IOException, InterruptedException {
        AtomicReference<List<Double>> answer = new AtomicReference<>(List.of());
        daemon.await(query + " is answered", () -> {
            answer.set(answered(query));
            return !answer.get().isEmpty();
        });
        return answer.get();
    }

    private List<Double> answered(String query) throws IOException, InterruptedException {
        return StreamSupport.stream(result(query).spliterator(), false)
                .map(series -> Double.parseDouble(series.path("value").get(1).asText()))
                .toList();
    }

    /** Gives the series that an instant query is answered with. */
    JsonNode result(String query) throws IOException, InterruptedException {
        return data("/api/v1/query?query=" + encoded(query)).path("result");
    }

    /** Gives the values that a label has in the series of a selector. */
    List<String> labelValues(String selector, String label) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        data("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(selector))
                                .spliterator(),
                        false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode data(String path) throws IOException, InterruptedException {
        String body = get(path).body();
        JsonNode answer = MAPPER.readTree(body);
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException(path + ": " + body);
        }
        return answer.path("data");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
