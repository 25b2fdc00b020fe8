package org.vexfs.trace.report.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.report.syslog.SyslogNotice.Severity;

class SyslogFormatTests {

    private static final Instant WHEN = Instant.parse("2026-11-28T18:00:00.123Z");

    private final SyslogFormat format = new SyslogFormat(16);

    @Test
    void aMessageIsAsTheRfcHasIt() {
        assertThat(text(SyslogNotice.of(Severity.ERR, "LEAK", "3 objects", "bytes", "384")))
                .matches("<131>1 2026-11-28T18:00:00\\.123Z \\S+ vexfs-trace \\d+ LEAK"
                        + " \\[vexfs-trace@32473 bytes=\"384\"] 3 objects");
    }

    @Test
    void aTextOfAnyLengthMakesAMessageOfNoMoreThanEveryServerTakes() {
        for (int length = 0; length < 3_000; length += 7) {
            byte[] message = format.bytes(SyslogNotice.of(Severity.INFO, "X", "ü€😀".repeat(length / 3)), WHEN);

            assertThat(message).hasSizeLessThanOrEqualTo(SyslogFormat.MOST_BYTES);
            assertThat(new String(message, UTF_8)).doesNotContain("\uFFFD");
        }
    }

    @Test
    void aLongValueIsCutToo() {
        assertThat(text(SyslogNotice.of(Severity.INFO, "X", "text", "site", "f".repeat(5_000))))
                .endsWith(" site=\"" + "f".repeat(200) + "...\"] text");
    }

    private String text(SyslogNotice notice) {
        return new String(format.bytes(notice, WHEN), UTF_8);
    }
}
