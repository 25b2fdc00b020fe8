package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.event.KernelLogLine;

class KernelLogTests {

    @TempDir
    private Path folder;

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
    void whatOnlyLooksEscapedStaysAsItIs() {
        assertThat(KernelLog.parse("6,1,2,-;\\xzz \\x-1 \\x5\n", 0))
                .extracting(KernelLogLine::text)
                .containsExactly("\\xzz \\x-1 \\x5");
    }

    @Test
    void ofALogInAFileAsManyLinesAreReadAsAreAskedForAndNotTooOldOnes() throws IOException {
        Path log = Files.writeString(
                folder.resolve("log"),
                "6,1,1000,-;old\n6,2,5000,-;one\n KEY=value\n6,3,5001,-;two\n6,4,6000,-;three\n");

        assertThat(KernelLog.last(log, 9, 1_000_000, 7))
                .extracting(KernelLogLine::text)
                .containsExactly("one", "two", "three");
        assertThat(KernelLog.last(log, 2, 9_000_000, 7))
                .containsExactly(new KernelLogLine(7, 0, 0, "two"), new KernelLogLine(7, 0, 0, "three"));
    }

    @Test
    void aLogInAFileThatHasNoRecordIsReported() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "dd: Operation not permitted\n");

        assertThatIOException().isThrownBy(() -> KernelLog.last(log, 1, 0, 0)).withMessage(log + " cannot be read");
    }

    @Test
    void anEmptyLogHasNoLines() {
        assertThat(KernelLog.parse("", 0)).isEmpty();
    }
}
