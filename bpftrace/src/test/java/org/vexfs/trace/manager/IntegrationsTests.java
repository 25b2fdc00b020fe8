package org.vexfs.trace.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.session.WindowJudgement;
import org.vexfs.trace.testing.Daemon;

/** What each key of {@code integration} brings about; a server and a socket of the test's own stand for those outside. */
@Timeout(60)
class IntegrationsTests {

    private static final WindowJudgement NOTHING =
            new WindowJudgement(Optional.empty(), Optional.empty(), Optional.empty());

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> settings = new HashMap<>(Map.of("scripts", "performance"));
    private final StringWriter told = new StringWriter();
    private HttpServer server;
    private DatagramSocket socket;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        set("grafana.endpoint", address());
        set("prometheus.pushgateway", address());
        set("syslog.target", "udp://127.0.0.1:" + socket.getLocalPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
        socket.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 404 : 202, -1);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void withTheShippedDefaultsNobodyIsTold() throws Exception {
        trace();

        assertThat(requests).isEmpty();
        assertThat(received()).isEmpty();
    }

    @Test
    void grafanaGetsTheDashboardUnderItsIdAndAnAnnotationOfTheTraceOnceItIsEnabled() throws Exception {
        set("grafana.enabled", "true");
        set("grafana.dashboard_id", "my-board");

        trace();

        assertThat(requests)
                .satisfiesExactly(
                        asked -> assertThat(asked).startsWith("GET /api/dashboards/uid/my-board "),
                        brought -> assertThat(brought)
                                .startsWith("POST /api/dashboards/db {")
                                .contains("\"uid\":\"my-board\""),
                        marked -> assertThat(marked)
                                .startsWith("POST /api/annotations {\"dashboardUID\":\"my-board\",\"time\":")
                                .contains("\"text\":\"module vexfs: the trace is complete\""));
    }

    @Test
    void aPushgatewayGetsTheMetricsUnderTheJobOnceItIsEnabled() throws Exception {
        set("prometheus.enabled", "true");
        set("prometheus.job_name", "nightly");

        trace();

        assertThat(requests)
                .last()
                .asString()
                .startsWith("PUT /metrics/job/nightly/module/vexfs ")
                .contains(
                        "vexfs_trace_calls_total{function=\"vexfs_read\",module=\"vexfs\"} 3.0\n",
                        "vexfs_trace_running{module=\"vexfs\"} 0.0\n");
    }

    @Test
    void aPushgatewayGetsThemAlsoWhileTheTraceRuns() throws Exception {
        set("prometheus.enabled", "true");
        settings.put("output.realtime.stats_interval", "10ms");

        try (Integrations integrations = start()) {
            integrations.began();
            while (requests.size() < 3) {
                Thread.onSpinWait();
            }
            assertThat(requests).allMatch(request -> request.contains("vexfs_trace_running{module=\"vexfs\"} 1.0\n"));
        }
    }

    @Test
    void syslogGetsTheStartWhatIsWrongAndASummaryInItsFacilityOnceItIsEnabled() throws Exception {
        set("syslog.enabled", "true");
        set("syslog.facility", "daemon");

        trace();

        assertThat(received())
                .satisfiesExactly(
                        start -> assertThat(start).startsWith("<30>1 ").contains(" START ["),
                        error -> assertThat(error)
                                .startsWith("<29>1 ")
                                .contains(
                                        " ERROR [vexfs-trace@32473 error=\"EIO\" function=\"vexfs_read\"",
                                        "] vexfs_read() returned -EIO"),
                        free -> assertThat(free)
                                .startsWith("<27>1 ")
                                .contains(" DOUBLE_FREE [", "double free at 0x1000"),
                        loss -> assertThat(loss).startsWith("<28>1 ").contains(" LOSS [", "lost=\"17\""),
                        alert -> assertThat(alert)
                                .startsWith("<28>1 ")
                                .contains(
                                        " ALERT [",
                                        "kind=\"high_error_rate\"",
                                        "the error rate of vexfs_read is 66.7 %"),
                        summary -> assertThat(summary)
                                .startsWith("<30>1 ")
                                .contains(" SUMMARY [", "errors=\"2\"", "for 60 s: 2 errors, 1 alert"));
    }

    @Test
    void syslogGetsNothingThatIsLessSevereThanIsConfigured() throws Exception {
        set("syslog.enabled", "true");
        set("syslog.severity", "err");

        trace();

        assertThat(received()).singleElement().asString().contains(" DOUBLE_FREE [");
    }

    @Test
    void whoeverIsAwayIsComplainedOfOnceAndHoldsUpNothing() throws Exception {
        String nobody = "http://127.0.0.1:" + Daemon.freePort();
        set("grafana.enabled", "true");
        set("grafana.endpoint", nobody);
        set("prometheus.enabled", "true");
        set("prometheus.pushgateway", nobody);
        set("syslog.enabled", "true");
        set("syslog.target", "tcp://127.0.0.1:" + Daemon.freePort());
        settings.put("output.realtime.stats_interval", "1ms");

        trace();

        assertThat(told.toString().lines())
                .filteredOn(line -> line.contains("the trace goes on without"))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("Grafana: " + nobody + " does not answer"))
                .anyMatch(line -> line.startsWith("metrics: ") && line.contains(nobody + ": Connection refused"))
                .anyMatch(line -> line.startsWith("syslog: nothing can be sent to tcp://127.0.0.1:"));
    }

    private void set(String key, String value) {
        settings.put("integration." + key, value);
    }

    private Integrations start() throws Integrations.UnavailableException {
        PrintWriter writer = new PrintWriter(told, true);
        return Integrations.start(
                ConfigLoader.load(new Properties(), Path.of(""), settings),
                new MetricsOptions(),
                CallSite::unknown,
                new TraceRun.Terminal(writer, writer, writer, false, false));
    }

    private void trace() throws Integrations.UnavailableException {
        try (Integrations integrations = start()) {
            integrations.began();
            integrations.accept(Operation.of(1_000, 10, 246, 250, 0, "vexfs_read", 4_096));
            integrations.accept(Operation.of(2_000, 10, 246, 250, 0, "vexfs_read", -5));
            integrations.accept(Operation.of(3_000, 10, 246, 250, 0, "vexfs_read", -5));
            integrations.accept(new Free(4_000, 246, 250, 0x2000, 0x1000, Free.Kind.REPEATED, 3_000));
            integrations.accept(new Loss(17, "Lost 17 events"));
            integrations.accept(new Alert(Alert.Kind.HIGH_ERROR_RATE, 0, 5_000, "vexfs_read", 66.7, 5, 3));
            integrations.ended(NOTHING, Duration.ofMinutes(1));
        }
    }

    /** All was sent before the integrations were closed. */
    private List<String> received() throws IOException {
        List<String> messages = new ArrayList<>();
        socket.setSoTimeout(1);
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return messages;
            }
            messages.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
        }
    }
}
