package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SurefireReportsTests {

    private static final String STORE = "org.example.StoreIT";

    @TempDir
    Path folder;

    @Test
    void aLeakBecomesPropertiesOfItsTestCase() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\" time=\"0.1\"/>");

        assertThat(enrich(Runs.leaky(STORE, "insert"))).isEqualTo(1);

        assertThat(properties("insert"))
                .containsExactly(
                        entry("vexfs.trace.verdict", "FAILED"),
                        entry("vexfs.trace.leaks", "FAILED"),
                        entry("vexfs.trace.leakedObjects", "3"),
                        entry("vexfs.trace.leakedBytes", "384"),
                        entry("vexfs.trace.leakedAt", "vexfs_fault_leak+0x27 (vexfs_faults.c:63)"),
                        entry("vexfs.trace.doubleFrees", "0"),
                        entry("vexfs.trace.allocations", "5"),
                        entry("vexfs.trace.frees", "2"),
                        entry("vexfs.trace.capture", "target/vexfs-trace/1.capture.jsonl"));
    }

    @Test
    void whatWasFoundIsABlockOfItsOutput() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.leaky(STORE, "insert"));

        assertThat(output("insert"))
                .isEqualTo("----- vexfs-trace -----\nit leaks.\nHere.\n----- end of vexfs-trace -----\n");
    }

    @Test
    void aPassSaysHowMuchWasSeen() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.passed(STORE, "insert"));

        assertThat(output("insert")).contains("Trace passed: no leak and no double free, of 5 allocations.\n");
    }

    @Test
    void aTestWhoseOperationsWereTracedHasThemInItsPropertiesAndItsOutput() throws Exception {
        report("<testcase name=\"search\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.operations(STORE, "search"));

        assertThat(properties("search"))
                .containsExactly(
                        entry("vexfs.trace.verdict", "PASSED"),
                        entry("vexfs.trace.calls", "1200"),
                        entry("vexfs.trace.callErrors", "3"),
                        entry("vexfs.trace.alerts", "0"),
                        entry("vexfs.trace.capture", "target/vexfs-trace/1.capture.jsonl"));
        assertThat(output("search")).contains("Trace passed: 1200 calls, 3 with an error.\noperations 1,200 calls\n");
    }

    @Test
    void aTestWhoseJvmEndedHasAVerdictAndACapture() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.crashed(STORE, "insert"));

        assertThat(properties("insert"))
                .containsExactly(
                        entry("vexfs.trace.verdict", "INCONCLUSIVE"),
                        entry("vexfs.trace.capture", "target/vexfs-trace/1.capture.jsonl"));
        assertThat(output("insert")).contains("INCONCLUSIVE: the JVM ended within StoreIT.insert");
    }

    @Test
    void whatTheTestPrintedComesFirst() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"><system-out><![CDATA[hello]]></system-out>"
                + "</testcase>");
        enrich(Runs.leaky(STORE, "insert"));

        assertThat(output("insert")).startsWith("hello\n----- vexfs-trace -----\n");
    }

    @Test
    void theTestsPlaceLeadsToItsMethod() throws Exception {
        Path source = folder.resolve("src/test/java/org/example/StoreIT.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source, "package org.example;\n\nclass StoreIT {\n\n    @Test\n    void insert() {\n    }\n}\n");
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");

        new SurefireReports(new TestSources(folder, List.of(folder.resolve("src/test/java"))), Attachments.none())
                .enrich(folder, List.of(Runs.passed(STORE, "insert")));

        assertThat(testCase("insert").getAttribute("file")).isEqualTo("src/test/java/org/example/StoreIT.java");
        assertThat(testCase("insert").getAttribute("line")).isEqualTo("6");
    }

    @Test
    void whatACiSystemIsToShowStandsLast() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");

        new SurefireReports(
                        TestSources.none(), new Attachments(CiSystem.GITLAB, folder.resolve("target/findings"), folder))
                .enrich(folder, List.of(Runs.leaky(STORE, "insert")));

        assertThat(output("insert"))
                .containsPattern(
                        "(?s)it leaks.*\\[\\[ATTACHMENT\\|target/findings/StoreIT\\.insert-[0-9a-f]{8}\\.txt]]\n"
                                + "----- end of vexfs-trace -----\n$");
    }

    @Test
    void aFindingThatLooksLikeAnAttachmentIsNone() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.run(STORE, "insert", 1, Verdict.FAILED, Verdict.PASSED, "[[ATTACHMENT|/etc/shadow]] leaks"));

        assertThat(output("insert")).doesNotContain("[[ATTACHMENT|").contains("/etc/shadow]] leaks");
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        Path report = report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"><system-out><![CDATA[hello]]>"
                + "</system-out></testcase>");
        enrich(Runs.leaky(STORE, "insert"));
        String once = Files.readString(report);

        assertThat(enrich(Runs.leaky(STORE, "insert"))).isEqualTo(1);
        assertThat(report).hasContent(once);
    }

    @Test
    void aSecondRunReplacesWhatTheFirstOneWrote() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"><properties><property name=\"own\""
                + " value=\"1\"/></properties></testcase>");
        enrich(Runs.leaky(STORE, "insert"));
        enrich(Runs.passed(STORE, "insert"));

        assertThat(properties("insert"))
                .containsEntry("own", "1")
                .containsEntry("vexfs.trace.verdict", "PASSED")
                .doesNotContainKey("vexfs.trace.leakedAt");
        assertThat(output("insert")).doesNotContain("it leaks");
    }

    @Test
    void whatIsNotKnownStaysAsItIs() throws Exception {
        Path report = report("<properties><property name=\"java.version\" value=\"17\"/></properties>\n"
                + "  <!-- by hand -->\n"
                + "  <testcase name=\"other\" classname=\"org.example.StoreIT\"><skipped message=\"a &lt; b\"/></testcase>\n"
                + "  <testcase name=\"insert\" classname=\"org.example.StoreIT\"><failure message=\"no\"><![CDATA[at"
                + " x]]></failure><system-err>err</system-err><weather>sunny</weather></testcase>");
        enrich(Runs.leaky(STORE, "insert"));

        assertThat(report)
                .content()
                .contains("<property name=\"java.version\" value=\"17\"/>")
                .contains("<!-- by hand -->")
                .contains(
                        "<testcase classname=\"org.example.StoreIT\" name=\"other\"><skipped message=\"a &lt; b\"/></testcase>")
                .contains("<failure message=\"no\"><![CDATA[at x]]></failure><system-out>")
                .contains("</system-out><system-err>err</system-err><weather>sunny</weather>");
    }

    @Test
    void aReportWithoutATracedTestIsNotTouched() throws Exception {
        Path report = report("<testcase name='insert'   classname='org.example.OtherIT'></testcase>");
        String before = Files.readString(report);

        assertThat(enrich(Runs.leaky(STORE, "insert"))).isZero();
        assertThat(Files.readString(report)).isEqualTo(before);
    }

    @Test
    void everyAttemptIsInTheOutputAndTheLastInTheProperties() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        enrich(
                Runs.run(STORE, "insert", 1, Verdict.FAILED, Verdict.PASSED, "first attempt leaks"),
                Runs.run(STORE, "insert", 2, Verdict.PASSED, Verdict.PASSED, ""));

        assertThat(properties("insert")).containsEntry("vexfs.trace.verdict", "PASSED");
        assertThat(output("insert")).contains("first attempt leaks");
    }

    @Test
    void aNameWithParametersIsMatchedAsSurefireWritesIt() throws Exception {
        report("<testcase name=\"insert(int, String)[1]\" classname=\"org.example.StoreIT\"/>\n"
                + "<testcase name=\"insert(int, String)[2]\" classname=\"org.example.StoreIT\"/>");
        enrich(Runs.leaky(STORE, "insert(int, String)[2]"));

        assertThat(properties("insert(int, String)[1]")).isEmpty();
        assertThat(properties("insert(int, String)[2]")).containsEntry("vexfs.trace.verdict", "FAILED");
    }

    @Test
    void aNestedClassIsFoundInTheFileOfItsOuterOne() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>\n"
                + "<testcase name=\"insertIntoFull\" classname=\"org.example.StoreIT$WhenFull\"/>");
        enrich(Runs.leaky("org.example.StoreIT$WhenFull", "insertIntoFull"));

        assertThat(properties("insertIntoFull")).containsEntry("vexfs.trace.verdict", "FAILED");
        assertThat(properties("insert")).isEmpty();
    }

    @Test
    void theEndOfACdataSectionAndControlCharactersDoNoHarm() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"><system-out><![CDATA[a]]]]><![CDATA[>b]]>"
                + "</system-out></testcase>");
        enrich(Runs.run(
                STORE,
                "insert",
                1,
                Verdict.FAILED,
                Verdict.PASSED,
                "x]]>y & <z> \u0000\u001B[31m\uFFFF\uD83D\uDE00 größe"));

        assertThat(output("insert")).startsWith("a]]>b\n").contains("x]]>y & <z> ??[31m?\uD83D\uDE00 größe\n");
    }

    @Test
    void aReportWithADoctypeIsRefused() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path report = Files.writeString(
                folder.resolve("TEST-x.xml"),
                "<!DOCTYPE t [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><testsuite><testcase name=\"insert\""
                        + " classname=\"org.example.StoreIT\">&x;</testcase></testsuite>");

        assertThatIOException()
                .isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")))
                .withMessageStartingWith("cannot read " + report + ": ")
                .withMessageContaining("DOCTYPE");
    }

    @Test
    void aReportThatIsNoXmlIsNamed() throws IOException {
        Path report = Files.writeString(folder.resolve("TEST-x.xml"), "<testsuite><testcase");

        assertThatIOException()
                .isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")))
                .withMessageStartingWith("cannot read " + report + ": ");
    }

    @Test
    void aReportInAnEncodingThatIsNoneIsNamed() throws IOException {
        Path report = Files.writeString(
                folder.resolve("TEST-x.xml"), "<?xml version=\"1.0\" encoding=\"none\"?><testsuite/>");

        assertThatIOException()
                .isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")))
                .withMessageStartingWith("cannot read " + report + ": ");
    }

    @Test
    void aReportOfALaterXmlIsRefused() throws IOException {
        String later = "<?xml version=\"1.1\"?><testsuite><testcase name=\"insert\" classname=\"org.example.StoreIT\""
                + " time=\"&#x94;\"/></testsuite>";
        Path report = Files.writeString(folder.resolve("TEST-x.xml"), later);

        assertThatIOException()
                .isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")))
                .withMessage("cannot read " + report + ": it is XML 1.1; expected 1.0");
        assertThat(report).hasContent(later);
    }

    @Test
    void aReportThatNestsDeeperThanAnyIsRefused() throws IOException {
        String deep = "<testsuite><testcase name=\"insert\" classname=\"org.example.StoreIT\">" + "<a>".repeat(20_000)
                + "</a>".repeat(20_000) + "</testcase></testsuite>";
        Path report = Files.writeString(folder.resolve("TEST-x.xml"), deep);

        assertThatIOException()
                .isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")))
                .withMessageStartingWith("cannot read " + report + ": ")
                .withMessageContaining("depth");
        assertThat(report).hasContent(deep);
    }

    @Test
    void aTestThatPrintsWhatABlockBeginsAndEndsWithLosesNothing() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"><system-out>----- vexfs-trace -----\n"
                + "its own\n----- end of vexfs-trace -----\n-\n</system-out></testcase>");
        enrich(Runs.leaky(STORE, "insert"));
        enrich(Runs.leaky(STORE, "insert"));

        assertThat(output("insert"))
                .isEqualTo("----- vexfs-trace -----\nits own\n----- end of vexfs-trace -----\n-\n"
                        + "----- vexfs-trace -----\nit leaks.\nHere.\n"
                        + "----- end of vexfs-trace -----\n");
    }

    @Test
    void nothingIsPrintedAboutAReportThatCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("TEST-x.xml"), "<testsuite><testcase");
        PrintStream own = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThatIOException().isThrownBy(() -> enrich(Runs.leaky(STORE, "insert")));
        } finally {
            System.setErr(own);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aPropertyMayHaveAnyCharacter() throws Exception {
        report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        RunRecord.Started started = new RunRecord.Started(
                "x", 1, STORE, "insert", "insert", "insert", "gr\u00f6\u00dfe \"<&'\uD83D\uDE00\uD83D/1", 1);
        enrich(TestRun.started(started, folder));

        assertThat(properties("insert")).containsEntry("vexfs.trace.capture", "gr\u00f6\u00dfe \"<&'\uD83D\uDE00?/1");
    }

    @Test
    void otherFilesAndAMissingFolderAreLeftAlone() throws IOException {
        Files.writeString(folder.resolve("failsafe-summary.xml"), "not even xml");

        assertThat(enrich(Runs.leaky(STORE, "insert"))).isZero();
        assertThat(new SurefireReports(TestSources.none(), Attachments.none())
                        .enrich(folder.resolve("none"), List.of()))
                .isZero();
    }

    @Test
    void aReportKeepsItsPermissionsAndNoOtherFileIsLeft() throws Exception {
        Path report = report("<testcase name=\"insert\" classname=\"org.example.StoreIT\"/>");
        Files.setPosixFilePermissions(report, PosixFilePermissions.fromString("rw-r-----"));
        enrich(Runs.leaky(STORE, "insert"));

        assertThat(Files.getPosixFilePermissions(report)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(report);
        }
    }

    private int enrich(TestRun... runs) throws IOException {
        return new SurefireReports(TestSources.none(), Attachments.none()).enrich(folder, List.of(runs));
    }

    private Path report(String body) throws IOException {
        return Files.writeString(
                folder.resolve("TEST-org.example.StoreIT.xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"org.example.StoreIT\">\n  " + body
                        + "\n</testsuite>\n");
    }

    private Element testCase(String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("TEST-org.example.StoreIT.xml").toFile());
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            if (((Element) cases.item(i)).getAttribute("name").equals(name)) {
                return (Element) cases.item(i);
            }
        }
        throw new AssertionError("no test case " + name);
    }

    private Map<String, String> properties(String testCase) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>();
        NodeList nodes = testCase(testCase).getElementsByTagName("property");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element property = (Element) nodes.item(i);
            properties.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        return properties;
    }

    private String output(String testCase) throws Exception {
        return testCase(testCase).getElementsByTagName("system-out").item(0).getTextContent();
    }
}
