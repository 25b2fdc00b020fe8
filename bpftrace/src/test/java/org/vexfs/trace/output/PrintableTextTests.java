package org.vexfs.trace.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", // begins what a terminal obeys
                "\u009b", // does so in one character
                "\u0007", "\b", "\u0000", "\u007f", "\u202e", // has what follows run to the left
                "\u2066", "\u061c", "\u2028", "\ud800", "\udfff"
            })
    void whatATerminalObeysOrAReaderIsMisledByBecomesAQuestionMark(String hostile) {
        assertThat(PrintableText.of("a" + hostile + "b")).isEqualTo("a?b");
        assertThat(PrintableText.line("a" + hostile + "b")).isEqualTo("a?b");
    }

    @Test
    void linesStayLinesUnlessThereMayBeOnlyOne() {
        assertThat(PrintableText.of("a\tb\nc\r\nd")).isEqualTo("a\tb\nc\r\nd");
        assertThat(PrintableText.line("a\tb\nc\r\nd")).isEqualTo("a?b?c??d");
    }

    @Test
    void aLineIsNotWrittenOver() {
        assertThat(PrintableText.of("FAILED\rPASSED")).isEqualTo("FAILED?PASSED");
    }

    @Test
    void whatPeopleWriteStaysAsItIs() {
        String text = "μs – \u05d0\u05d1 日本 \ud83d\udc68\u200d\ud83d\udcbb \"$(x)\" */ \\n";

        assertThat(PrintableText.of(text)).isEqualTo(text);
        assertThat(PrintableText.line(text)).isEqualTo(text);
    }
}
