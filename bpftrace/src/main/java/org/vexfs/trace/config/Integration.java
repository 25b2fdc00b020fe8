package org.vexfs.trace.config;

import java.net.URI;
import java.util.List;

/**
 * Whom the trace manager's traces are told to.
 *
 * @param grafana the dashboard and its annotations
 * @param prometheus the metrics
 * @param syslog the findings
 */
public record Integration(Grafana grafana, Prometheus prometheus, Syslog syslog) {

    /**
     * Grafana.
     *
     * @param enabled whether it is told of traces
     * @param endpoint its address
     * @param dashboardId the uid that the shipped dashboard has there
     */
    public record Grafana(boolean enabled, URI endpoint, String dashboardId) {}

    /**
     * Prometheus.
     *
     * @param enabled whether metrics are pushed
     * @param pushgateway the address of the Pushgateway
     * @param jobName the job that they are of
     */
    public record Prometheus(boolean enabled, URI pushgateway, String jobName) {}

    /**
     * Syslog.
     *
     * @param enabled whether findings are sent
     * @param target where to: {@code unix:PATH}, {@code udp://HOST[:PORT]} or {@code tcp://HOST[:PORT]}
     * @param facility the facility of all messages, of {@link #FACILITIES}
     * @param severity what is less severe than this is not sent, of {@link #SEVERITIES}
     */
    public record Syslog(boolean enabled, URI target, String facility, String severity) {

        /** By their numbers, from 0 on. */
        public static final List<String> FACILITIES = List.of(
                "kern",
                "user",
                "mail",
                "daemon",
                "auth",
                "syslog",
                "lpr",
                "news",
                "uucp",
                "cron",
                "authpriv",
                "ftp",
                "ntp",
                "audit",
                "alert",
                "clock",
                "local0",
                "local1",
                "local2",
                "local3",
                "local4",
                "local5",
                "local6",
                "local7");

        /** By their numbers, from 0 on: the most severe first. */
        public static final List<String> SEVERITIES =
                List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    }
}
