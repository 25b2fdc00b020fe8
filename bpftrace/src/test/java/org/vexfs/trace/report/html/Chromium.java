package org.vexfs.trace.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Chromium without a window, driven over its DevTools protocol, with one tab.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";
    private static final int DEADLINE_SECONDS = 60;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> messages;
    private final List<JsonNode> events = new ArrayList<>();
    private String session = "";
    private int lastId;

    private Chromium(Process process, WebSocket socket, BlockingQueue<JsonNode> messages) {
        this.process = process;
        this.socket = socket;
        this.messages = messages;
    }

    /** Gives the command that starts it; empty where there is none on the path. */
    static Optional<Path> command() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with a profile of its own. */
    static Chromium start(Path command, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        command.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address(process)), new Listener(messages))
                    .join();
            Chromium chromium = new Chromium(process, socket, messages);
            chromium.openTab();
            return chromium;
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String address(Process process) throws IOException {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread rest = new Thread(() -> errors.lines().forEach(ignored -> {}));
                rest.setDaemon(true);
                rest.start();
                return line.substring(LISTENING.length()).strip();
            }
            said.append(line).append('\n');
        }
        throw new IOException("Chromium ended before it listened; it said\n" + said);
    }

    private void openTab() throws InterruptedException {
        String target = call("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Log", "Runtime", "DOM", "Network", "Accessibility")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Lets the tab be a screen of that size, in the dark or in the light. */
    Chromium screen(int width, int height, boolean phone, boolean dark) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** Loads a page, with all that it refers to. */
    Chromium open(String address) throws InterruptedException {
        events.clear();
        call("Page.navigate", Map.of("url", address));
        await(message -> message.path("method").asText().equals("Page.loadEventFired"));
        return this;
    }

    /** Gives what the browser complained of since the page was opened. */
    List<String> complaints() throws InterruptedException {
        // An answer comes after all that was told before the question.
        call("Page.getLayoutMetrics", Map.of());
        return events.stream()
                .filter(event -> List.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
                        .contains(event.path("method").asText()))
                .map(event -> event.path("params").toString())
                .toList();
    }

    /** Gives the addresses that the page had the browser ask for. */
    List<String> requests() throws InterruptedException {
        call("Page.getLayoutMetrics", Map.of());
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .toList();
    }

    /** Gives how wide all of the page is. */
    int contentWidth() throws InterruptedException {
        return call("Page.getLayoutMetrics", Map.of())
                .path("cssContentSize")
                .path("width")
                .asInt();
    }

    /** Opens everything that can be unfolded. */
    Chromium unfold() throws InterruptedException {
        for (int node : nodes("details:not([open])")) {
            call("DOM.setAttributeValue", Map.of("nodeId", node, "name", "open", "value", "open"));
        }
        return this;
    }

    /** Gives the accessible names and descriptions of the elements that a selector finds. */
    List<String> accessibleNames(String selector) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (int node : nodes(selector)) {
            JsonNode tree = call("Accessibility.getPartialAXTree", Map.of("nodeId", node, "fetchRelatives", false));
            names.add(tree.path("nodes").path(0).path("name").path("value").asText());
        }
        return names;
    }

    /** Paints all of the page into a PNG file. */
    void picture(Path file) throws IOException, InterruptedException {
        JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
        picture(file, 0, 0, size.path("width").asDouble(), size.path("height").asDouble());
    }

    /** Paints the elements that a selector finds, each into a PNG file with a number. */
    int pictures(String selector, Path folder, String name) throws IOException, InterruptedException {
        List<Integer> nodes = nodes(selector);
        for (int i = 0; i < nodes.size(); i++) {
            JsonNode border =
                    call("DOM.getBoxModel", Map.of("nodeId", nodes.get(i))).path("model");
            picture(
                    folder.resolve(name + "-" + (i + 1) + ".png"),
                    border.path("border").path(0).asDouble(),
                    border.path("border").path(1).asDouble(),
                    border.path("width").asDouble(),
                    border.path("height").asDouble());
        }
        return nodes.size();
    }

    private void picture(Path file, double x, double y, double width, double height)
            throws IOException, InterruptedException {
        JsonNode answer = call(
                "Page.captureScreenshot",
                Map.of(
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1)));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    private List<Integer> nodes(String selector) throws InterruptedException {
        int root = call("DOM.getDocument", Map.of()).path("root").path("nodeId").asInt();
        List<Integer> nodes = new ArrayList<>();
        call("DOM.querySelectorAll", Map.of("nodeId", root, "selector", selector))
                .path("nodeIds")
                .forEach(node -> nodes.add(node.asInt()));
        return nodes;
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
        int id = ++lastId;
        ObjectNode request = MAPPER.createObjectNode().put("id", id).put("method", method);
        request.set("params", MAPPER.valueToTree(parameters));
        if (!session.isEmpty()) {
            request.put("sessionId", session);
        }
        socket.sendText(request.toString(), true).join();
        JsonNode answer = await(message -> message.path("id").asInt() == id);
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.path("error"));
        }
        return answer.path("result");
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        while (true) {
            JsonNode message = messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException("Chromium said nothing for " + DEADLINE_SECONDS + " s");
            }
            events.add(message);
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        try {
            call("Browser.close", Map.of());
            process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.abort();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> messages;
        private final StringBuilder message = new StringBuilder();

        private Listener(BlockingQueue<JsonNode> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    messages.add(MAPPER.readTree(message.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    message.setLength(0);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
