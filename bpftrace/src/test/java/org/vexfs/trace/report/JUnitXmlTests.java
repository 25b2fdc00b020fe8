package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.w3c.dom.Element;

class JUnitXmlTests {

    private static final String STORE = "org.example.StoreIT";

    @TempDir
    Path folder;

    @Test
    void countsWhatItHas() throws Exception {
        Element suite = write(
                Runs.passed(STORE, "clear"),
                Runs.leaky(STORE, "insert"),
                Runs.crashed(STORE, "open"),
                Runs.aborted(Runs.leaky(STORE, "mount")));

        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    }

    @Test
    void aLeakIsAFailureThatBeginsWithItsFirstLine() throws Exception {
        Element failure = child(write(Runs.leaky(STORE, "insert")), "failure");

        assertThat(failure.getAttribute("message")).isEqualTo("it leaks.");
        assertThat(failure.getAttribute("type")).isEqualTo("vexfs-trace FAILED");
        assertThat(failure.getTextContent()).isEqualTo("it leaks.\nHere.");
    }

    @Test
    void whatCannotTellIsAnError() throws Exception {
        assertThat(child(write(Runs.crashed(STORE, "insert")), "error").getAttribute("message"))
                .startsWith("INCONCLUSIVE: the JVM ended within StoreIT.insert");
    }

    @Test
    void ofATestThatWasRunAgainEveryAttemptCounts() throws Exception {
        Element suite = write(
                Runs.run(STORE, "insert", 1, Verdict.FAILED, Verdict.PASSED, "the first leaks"),
                Runs.run(STORE, "insert", 2, Verdict.PASSED, Verdict.PASSED, ""));

        assertThat(suite.getAttribute("tests")).isEqualTo("1");
        assertThat(child(suite, "failure").getAttribute("message")).isEqualTo("the first leaks");
    }

    @Test
    void oddCharactersComeBackOrBecomeQuestionMarks() throws Exception {
        Element failure = child(
                write(Runs.run(
                        STORE, "insert\u0001", 1, Verdict.FAILED, Verdict.PASSED, "a ]]> b \u0000 <c> & \uD800")),
                "failure");

        assertThat(failure.getTextContent()).isEqualTo("a ]]> b ? <c> & ?");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("insert?");
    }

    private Element write(TestRun... runs) throws Exception {
        Path file = folder.resolve("junit/TEST-vexfs-trace.xml");
        new JUnitXml(TestSources.none(), Attachments.none()).write(file, List.of(runs));
        return XmlFile.read(file).getDocumentElement();
    }

    private static Element child(Element suite, String name) {
        return (Element) suite.getElementsByTagName(name).item(0);
    }
}
