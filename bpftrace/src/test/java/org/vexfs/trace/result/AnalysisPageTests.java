package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AnalysisPageTests {

    private final ResultAnalyser analyser = new ResultAnalyser(
            ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());

    @Test
    void whatIsWrongIsSaidFirstAndFiguresAreInTables() throws Exception {
        accept("[14:30:15] VexFS READ ERROR SLOW: vexfs_read() latency=2 ms, error=-EIO");
        accept("LEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x27");

        String page = AnalysisPage.of(analyser.analysis());
        parsed(page);
        assertThat(page)
                .contains("Something is wrong</b>", "found: leaks, errors, slow")
                .contains("<li>LEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x27"
                        + " <small>leak</small>")
                .contains("<th scope=\"row\"><bdi>vexfs_read</bdi></th><td>1</td><td>2.0 ms</td>")
                .contains("<tr><th scope=\"row\">READ</th><td>1</td><td>100.0 %</td></tr>");
    }

    @Test
    void whereNothingIsWrongThatIsSaid() {
        accept("[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=2 μs, bytes=1");

        assertThat(AnalysisPage.of(analyser.analysis()))
                .contains("class=\"total passed\"", "Nothing conspicuous was found</b>");
    }

    @Test
    void aTraceThatMissedSomethingNeverLooksFine() {
        accept("[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=2 μs, bytes=1");
        analyser.gap("7 events were lost");

        assertThat(AnalysisPage.of(analyser.analysis()))
                .contains("class=\"total inconclusive\"", "A trace is not complete: 7 events were lost")
                .doesNotContain("class=\"total passed\"", "none is known to be lost");
    }

    @Test
    void whateverAResultHasIsTextInThePage() throws Exception {
        String evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;</pre></style>\u0001\u202e";
        analyser.file(evil);
        analyser.gap(evil);
        accept("[14:30:15] VexFS READ ERROR: " + evil + " error=" + evil);
        accept("[14:30:15] VexFS READ SLOW: vexfs_read() latency=2 ms, error=" + evil);
        accept("LEAK: " + evil);

        String page = AnalysisPage.of(analyser.analysis());
        Document document = parsed(page);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
        assertThat(page).doesNotContain("<script", "<img", "\u0001", "\u202e");
    }

    @Test
    void itNeedsNoOtherFile() throws Exception {
        accept("[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=2 μs, bytes=1");

        Document document = parsed(AnalysisPage.of(analyser.analysis()));
        assertThat(document.getElementsByTagName("link").getLength()).isZero();
        assertThat(document.getElementsByTagName("style").item(0).getTextContent())
                .contains("prefers-color-scheme: dark")
                .doesNotContain("url(", "@import");
    }

    @Test
    void howeverMuchWasFoundItStaysSmallAndSaysWhatIsLeftOut() {
        String long400 = "x".repeat(400);
        for (int i = 0; i < 20_000; i++) {
            accept("[14:30:15] VexFS CALL ERROR SLOW: function_" + i + long400 + "() latency=2 ms, error=-E" + long400);
            accept("LEAK: " + i + long400);
        }

        String page = AnalysisPage.of(analyser.analysis());
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        assertThat(page).contains("and 9,801 more");
    }

    private void accept(String line) {
        analyser.accept(ResultEntry.parse(line).orElseThrow());
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    }
}
