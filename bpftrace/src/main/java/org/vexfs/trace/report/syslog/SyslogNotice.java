package org.vexfs.trace.report.syslog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Something to tell.
 *
 * @param severity how severe it is
 * @param type what it is, in capitals, such as {@code LEAK}
 * @param text what people read
 * @param data what programs read: names of up to 32 letters, and their values
 */
public record SyslogNotice(Severity severity, String type, String text, Map<String, String> data) {

    /** The severities that notices have; those of RFC 5424, section 6.2.1. */
    public enum Severity {
        ERR(3),
        WARNING(4),
        NOTICE(5),
        INFO(6);

        private final int number;

        Severity(int number) {
            this.number = number;
        }

        /** Gives its number: the more severe, the smaller. */
        public int number() {
            return number;
        }
    }

    public SyslogNotice {
        Objects.requireNonNull(severity, "severity is null");
        data = Map.copyOf(data);
    }

    /** Makes one; of data, names and values stand by turns. */
    public static SyslogNotice of(Severity severity, String type, String text, String... data) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < data.length; i += 2) {
            named.put(data[i], data[i + 1]);
        }
        return new SyslogNotice(severity, type, text, named);
    }
}
