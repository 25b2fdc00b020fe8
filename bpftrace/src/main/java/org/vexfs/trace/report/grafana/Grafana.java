package org.vexfs.trace.report.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Grafana, over its HTTP API: dashboards (<a
 * href="https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/">/api/dashboards</a>) and annotations (<a
 * href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">/api/annotations</a>).
 */
public final class Grafana {

    /** What the annotations of traces are tagged with, by which the dashboard finds them. */
    public static final String TAG = "vexfs-trace";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final URI endpoint;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();

    /**
     * Prepares.
     *
     * @param endpoint its address
     * @param token what allows it; empty if everybody may
     */
    public Grafana(URI endpoint, Optional<String> token) {
        this.endpoint = endpoint;
        this.token = token.map(String::strip);
    }

    /** Gives the shipped dashboard. */
    public static ObjectNode dashboard() {
        try (InputStream stream =
                Grafana.class.getResourceAsStream("/org/vexfs/trace/configs/grafana/vexfs-trace-dashboard.json")) {
            return (ObjectNode) MAPPER.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped dashboard", e);
        }
    }

    /**
     * Brings the shipped dashboard there, unless there is one of that uid: somebody may have changed it.
     *
     * @throws IOException if Grafana cannot be asked, or does not allow it
     */
    public void ensureDashboard(String uid) throws IOException, InterruptedException {
        HttpResponse<String> there =
                answer(request("/api/dashboards/uid/" + uid).GET().build());
        if (there.statusCode() == NOT_FOUND) {
            ObjectNode upload = MAPPER.createObjectNode();
            upload.set("dashboard", dashboard().put("uid", uid).putNull("id"));
            post("/api/dashboards/db", upload.put("overwrite", false));
        } else {
            requireSuccess(there);
        }
    }

    /**
     * Marks a time on a dashboard.
     *
     * @throws IOException if Grafana cannot be asked, or does not allow it
     */
    public void annotate(String uid, Instant from, Instant to, String text) throws IOException, InterruptedException {
        ObjectNode annotation = MAPPER.createObjectNode()
                .put("dashboardUID", uid)
                .put("time", from.toEpochMilli())
                .put("timeEnd", to.toEpochMilli())
                .put("text", text);
        annotation.putArray("tags").add(TAG);
        post("/api/annotations", annotation);
    }

    private void post(String path, JsonNode body) throws IOException, InterruptedException {
        requireSuccess(answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        // The client's own exception would tell it.
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw new IOException("the token for " + endpoint
                    + " has a character that none has. Remedy: give it as Grafana showed it, on one line");
        }
        String base = endpoint.toString().replaceAll("/+$", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(LONGEST);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    endpoint + " does not answer: " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
    }

    private static void requireSuccess(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            String body = answer.body();
            throw new IOException(answer.uri() + " answers with status " + answer.statusCode() + ": "
                    + body.substring(0, Math.min(200, body.length())));
        }
    }
}
