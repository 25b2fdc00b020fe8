package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.KernelLogLine;

class KernelLogTests {

    @Test
    void aRecordIsALineAfterItsFirstSemicolon() {
        assertThat(KernelLog.parse("6,339,5140900,-;NET: Registered; protocol\n4,340,5140901,c;WARNING: here\n", 7))
                .containsExactly(
                        new KernelLogLine(7, 0, 0, "NET: Registered; protocol"),
                        new KernelLogLine(7, 0, 0, "WARNING: here"));
    }

    @Test
    void propertiesOfARecordAreNoLines() {
        assertThat(KernelLog.parse("6,1,2,-;text\n SUBSYSTEM=acpi\n DEVICE=+acpi:PNP0A03:00\n", 0))
                .extracting(KernelLogLine::text)
                .containsExactly("text");
    }

    @Test
    void whatCannotBePrintedIsToldAgain() {
        assertThat(KernelLog.parse("6,1,2,-;a\\x5cb \\xc3\\xa4\n", 0))
                .extracting(KernelLogLine::text)
                .containsExactly("a\\b ä");
    }

    @Test
    void anEmptyLogHasNoLines() {
        assertThat(KernelLog.parse("", 0)).isEmpty();
    }
}
