package org.vexfs.trace.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Writes what the traces found into the XML reports of Surefire and Failsafe: properties of the test case, where it
 * stands, and a block in its {@code system-out}.
 *
 * <p>Everything else in a report stays as it is. A second run replaces what the first one wrote.
 */
public final class SurefireReports {

    private final TestSources sources;
    private final Attachments attachments;

    /**
     * Enriches reports.
     *
     * @param sources where the tests stand
     * @param attachments what test cases name for a CI system to show
     */
    public SurefireReports(TestSources sources, Attachments attachments) {
        this.sources = sources;
        this.attachments = attachments;
    }

    /**
     * Enriches every {@code TEST-*.xml} in a folder.
     *
     * @param runs the traced tests; those of other folders are ignored
     * @return how many test cases were enriched
     * @throws IOException if a report cannot be read or written; the message names it
     */
    public int enrich(Path folder, List<TestRun> runs) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        List<Path> reports;
        try (Stream<Path> files = Files.list(folder)) {
            reports = files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
        Map<String, List<TestRun>> byName = byName(runs);
        int enriched = 0;
        for (Path report : reports) {
            enriched += enrich(report, byName);
        }
        return enriched;
    }

    /** Gives the attempts of each test, in order, by class and reported name. */
    static Map<String, List<TestRun>> byName(List<TestRun> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        run -> run.started().className() + "#" + run.started().reportedName(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private int enrich(Path report, Map<String, List<TestRun>> byName) throws IOException {
        Document document = XmlFile.read(report);
        int enriched = 0;
        for (Element testCase : XmlFile.children(document.getDocumentElement(), "testcase")) {
            List<TestRun> attempts =
                    byName.get(testCase.getAttribute("classname") + "#" + testCase.getAttribute("name"));
            if (attempts != null) {
                new TestCaseElement(testCase).describe(attempts, sources, attachments);
                enriched++;
            }
        }
        if (enriched > 0) {
            XmlFile.write(document, report);
        }
        return enriched;
    }
}
