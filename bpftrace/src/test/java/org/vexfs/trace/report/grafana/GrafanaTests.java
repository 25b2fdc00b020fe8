package org.vexfs.trace.report.grafana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexfs.trace.testing.Daemon;

/** What is asked of a server that stands for Grafana, which Debian does not have. */
@Timeout(60)
class GrafanaTests {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 200;
    private int statusOfDashboard = 404;

    private record Asked(String request, String authorization, JsonNode body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    MAPPER.readTree(body.isEmpty() ? "{}" : body)));
            boolean get = exchange.getRequestMethod().equals("GET");
            byte[] answer = "{\"message\":\"so it is\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(get ? statusOfDashboard : status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void aDashboardThatIsNotThereIsBroughtThereUnderTheUid() throws Exception {
        grafana(Optional.of("secret")).ensureDashboard("mine");

        assertThat(asked)
                .extracting(Asked::request)
                .containsExactly("GET /api/dashboards/uid/mine", "POST /api/dashboards/db");
        assertThat(asked).extracting(Asked::authorization).containsOnly("Bearer secret");
        JsonNode body = asked.get(1).body();
        assertThat(body.path("overwrite").asBoolean(true)).isFalse();
        assertThat(body.at("/dashboard/uid").asText()).isEqualTo("mine");
        assertThat(body.at("/dashboard/id").isNull()).isTrue();
        assertThat(body.at("/dashboard/panels")).hasSizeGreaterThan(20);
    }

    @Test
    void oneThatIsThereIsLeftAsItIs() throws Exception {
        statusOfDashboard = 200;

        grafana(Optional.empty()).ensureDashboard("mine");

        assertThat(asked).extracting(Asked::request).containsExactly("GET /api/dashboards/uid/mine");
        assertThat(asked).extracting(Asked::authorization).containsOnlyNulls();
    }

    @Test
    void theTimeOfATraceIsMarkedOnTheDashboard() throws Exception {
        grafana(Optional.empty())
                .annotate("mine", Instant.ofEpochMilli(1_000), Instant.ofEpochMilli(61_000), "module vexfs: größer");

        assertThat(asked).singleElement().satisfies(annotation -> {
            assertThat(annotation.request()).isEqualTo("POST /api/annotations");
            assertThat(annotation.body()).isEqualTo(MAPPER.readTree("""
                            {"dashboardUID":"mine","time":1000,"timeEnd":61000,"text":"module vexfs: größer",
                             "tags":["vexfs-trace"]}"""));
        });
        assertThat(Grafana.dashboard().at("/annotations/list/0/target/tags/0").asText())
                .isEqualTo(Grafana.TAG);
    }

    @Test
    void whatIsNotAllowedIsSaidWithWhatGrafanaAnswers() {
        status = 401;

        assertThatIOException()
                .isThrownBy(() -> grafana(Optional.empty()).annotate("mine", Instant.EPOCH, Instant.EPOCH, "x"))
                .withMessageContaining("/api/annotations answers with status 401: {\"message\":\"so it is\"}");
    }

    @Test
    void aTokenThatCannotBeSentIsNotTold() {
        assertThatIOException()
                .isThrownBy(() -> grafana(Optional.of("swordfish\nX-Other: 1")).ensureDashboard("mine"))
                .withMessageContaining("has a character that none has")
                .withMessageNotContaining("swordfish")
                .withNoCause();
    }

    @Test
    void oneThatIsAwayIsNamed() throws IOException {
        URI address = URI.create("http://127.0.0.1:" + Daemon.freePort());

        assertThatIOException()
                .isThrownBy(() -> new Grafana(address, Optional.empty()).ensureDashboard("mine"))
                .withMessageStartingWith(address + " does not answer: ");
    }

    @Test
    void itsPanelsStandBesideEachOtherAndEachHasADatasourceThatCanBeChosen() {
        JsonNode panels = Grafana.dashboard().path("panels");

        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
        });
        assertThat(panels.findValuesAsText("id")).doesNotHaveDuplicates();
        assertThat(panels.findValuesAsText("title")).doesNotHaveDuplicates();
    }

    private Grafana grafana(Optional<String> token) {
        return new Grafana(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), token);
    }
}
