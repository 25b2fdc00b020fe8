package org.vexfs.trace.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a report has, it is enriched to one that can be read, or stays as it is and is refused with its name. */
class SurefireReportsFuzzTests {

    private static final Path RECORDED = Path.of("src/test/resources/surefire-reports");
    private static final String SECRET = "a line of another file";

    private static final String STORE = "org.vexfs.trace.example.VectorStoreIT";

    private static final List<TestRun> RUNS =
            List.of(Runs.passed(STORE, "updateFreesTheOldVector(VexfsTrace)"), Runs.leaky(STORE, "insert"));

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                Files.readAllBytes(RECORDED.resolve("TEST-" + STORE + ".xml")),
                "<testsuite><testcase classname='org.vexfs.trace.example.VectorStoreIT' name='insert'/></testsuite>"
                        .getBytes(UTF_8),
                """
                <?xml version="1.1" encoding="ISO-8859-1" standalone="no"?>
                <?before it?><!-- a comment --><s:testsuite xmlns:s="http://example.org/s">
                <testcase name="insert" classname="org.vexfs.trace.example.VectorStoreIT" xml:space="preserve" s:x="&#10;&#x41;"><properties>
                <property name="vexfs.trace.verdict" value="old"/></properties><failure type="x">&lt;&amp;</failure>
                <system-out><![CDATA[out]]>]]&gt;</system-out><system-err/></testcase></s:testsuite>
                """.getBytes(UTF_8),
                """
                <!DOCTYPE testsuite [<!ENTITY secret SYSTEM "secret.txt">]>
                <testsuite><testcase name="insert" classname="org.vexfs.trace.example.VectorStoreIT">&secret;</testcase></testsuite>
                """.getBytes(UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void aReportIsEnrichedOrStaysAsItIs(byte[] bytes) throws IOException {
        Files.writeString(folder.resolve("secret.txt"), SECRET);
        Path report = Files.write(folder.resolve("TEST-fuzzed.xml"), bytes);
        try {
            int enriched = enrich();
            byte[] first = Files.readAllBytes(report);
            if (enriched == 0) {
                assertThat(first).isEqualTo(bytes);
            } else {
                assertThat(new String(first, UTF_8))
                        .contains("vexfs.trace.verdict")
                        .doesNotContain(SECRET);
                assertThat(enrich()).as("what is written is read").isEqualTo(enriched);
                assertThat(Files.readString(report)).as("what is written again").isEqualTo(new String(first, UTF_8));
            }
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining(report.toString());
            assertThat(report).hasBinaryContent(bytes);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/vexfs-trace*");
    }

    private static int enrich() throws IOException {
        return new SurefireReports(TestSources.none(), Attachments.none()).enrich(folder, RUNS);
    }
}
