package org.vexfs.trace.report.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.cloudbees.syslog.Facility;
import com.cloudbees.syslog.SDElement;
import com.cloudbees.syslog.Severity;
import com.cloudbees.syslog.SyslogMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;

/** Writes messages of RFC 5424 in UTF-8. */
final class SyslogFormat {

    /** What every receiver should take (section 6.1); longer texts are cut. */
    static final int MOST_BYTES = 2_048;

    /** The number is the one reserved for examples (RFC 5612): this project has none of its own. */
    static final String DATA_ID = "vexfs-trace@32473";

    private static final String APPLICATION = "vexfs-trace";
    private static final int LONGEST_VALUE = 200;
    private static final String CUT = "...";

    private final Facility facility;
    private final String host;

    /** @param facility its number, such as 16 for local0 */
    SyslogFormat(int facility) {
        this.facility = Facility.fromNumericalCode(facility);
        this.host = host();
    }

    /** The kernel knows it; a name server, which Java asks, may take long to answer. */
    private static String host() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.matches("[!-~]{1,255}") ? name : "-";
        } catch (IOException e) {
            return "-";
        }
    }

    /** Gives the message, of at most {@link #MOST_BYTES}. */
    byte[] bytes(SyslogNotice notice, Instant when) {
        String text = withoutControls(notice.text());
        byte[] whole = bytes(notice, when, text);
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        int textBytes = text.getBytes(UTF_8).length;
        int room = Math.max(0, textBytes - (whole.length - MOST_BYTES) - CUT.length());
        return bytes(notice, when, start(text, room) + CUT);
    }

    private byte[] bytes(SyslogNotice notice, Instant when, String text) {
        SDElement data = new SDElement(DATA_ID);
        new TreeMap<>(notice.data()).forEach((name, value) -> data.addSDParam(name, shortened(withoutControls(value))));
        return new SyslogMessage()
                .withFacility(facility)
                .withSeverity(Severity.fromNumericalCode(notice.severity().number()))
                .withTimestamp(when.toEpochMilli())
                .withHostname(host)
                .withAppName(APPLICATION)
                .withProcId(Long.toString(ProcessHandle.current().pid()))
                .withMsgId(notice.type())
                .withSDElement(data)
                .withMsg(text)
                .toRfc5424SyslogMessage()
                .getBytes(UTF_8);
    }

    /**
     * The RFC wants no control characters, and a line end that gets into a file of lines begins what looks like another
     * message. Their octal numbers stand for them, as rsyslog writes them.
     */
    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)) {
                clean.append('#').append(String.format("%03o", point));
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }

    private static String shortened(String value) {
        return value.codePointCount(0, value.length()) <= LONGEST_VALUE
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + CUT;
    }

    /** Gives as many whole characters as fit into so many bytes. */
    private static String start(String text, int bytes) {
        int length = 0;
        int used = 0;
        while (length < text.length()) {
            int next = text.offsetByCodePoints(length, 1);
            used += text.substring(length, next).getBytes(UTF_8).length;
            if (used > bytes) {
                break;
            }
            length = next;
        }
        return text.substring(0, length);
    }
}
