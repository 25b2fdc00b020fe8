package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrationSettingsTests {

    private final Properties properties = new Properties();

    @Test
    void eachCanBeSet() {
        set("grafana.enabled", "true");
        set("grafana.endpoint", "https://grafana.example:3000/sub");
        set("grafana.dashboard_id", "my_board-1");
        set("prometheus.enabled", "true");
        set("prometheus.pushgateway", "http://127.0.0.1:9");
        set("prometheus.job_name", "kernel tests");
        set("syslog.enabled", "true");
        set("syslog.target", "tcp://[::1]:601");
        set("syslog.facility", "DAEMON");
        set("syslog.severity", "Warning");

        assertThat(load())
                .isEqualTo(new Integration(
                        new Integration.Grafana(true, URI.create("https://grafana.example:3000/sub"), "my_board-1"),
                        new Integration.Prometheus(true, URI.create("http://127.0.0.1:9"), "kernel tests"),
                        new Integration.Syslog(true, URI.create("tcp://[::1]:601"), "daemon", "warning")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grafana.endpoint       | localhost:3000            | an address without a name and a password in it",
                "grafana.endpoint       | ftp://localhost           | an address without a name and a password in it",
                "grafana.endpoint       | http://me:secret@host     | an address without a name and a password in it",
                "grafana.dashboard_id   | a/b                       | up to 40 letters, digits, - and _",
                "prometheus.pushgateway | http://                   | an address without a name and a password in it",
                "syslog.target          | /dev/log                  | unix:/dev/log, udp://HOST[:PORT] or tcp://HOST[:PORT]",
                "syslog.target          | unix:log                  | unix:/dev/log, udp://HOST[:PORT] or tcp://HOST[:PORT]",
                "syslog.target          | unix://host/dev/log       | unix:/dev/log, udp://HOST[:PORT] or tcp://HOST[:PORT]",
                "syslog.target          | http://localhost          | unix:/dev/log, udp://HOST[:PORT] or tcp://HOST[:PORT]",
                "syslog.facility        | local8                    | [kern, user, mail",
                "syslog.severity        | fatal                     | [emerg, alert, crit, err, warning, notice, info, debug]"
            })
    void whatCannotBeIsReportedWithWhatIsExpected(String key, String value, String expected) {
        set(key, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessageContaining("integration." + key + " is '" + value + "'; expected " + expected);
    }

    private void set(String key, String value) {
        properties.setProperty("vexfs.trace.integration." + key, value);
    }

    private Integration load() {
        return ConfigLoader.load(properties, Path.of("/project"), Map.of()).integration();
    }
}
