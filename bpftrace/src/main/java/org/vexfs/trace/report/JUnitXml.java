package org.vexfs.trace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.analysis.Verdict;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A JUnit XML report of the traces' own, for builds that leave those of Surefire and Failsafe as they are: a test case
 * fails where its trace failed, whatever its assertions said. INCONCLUSIVE is an error, which is how the format tells
 * that a test could not decide.
 */
public final class JUnitXml {

    private static final String SUITE = "vexfs-trace";

    private final TestSources sources;
    private final Attachments attachments;

    /**
     * Writes such reports.
     *
     * @param sources where the tests stand
     * @param attachments what test cases name for a CI system to show
     */
    public JUnitXml(TestSources sources, Attachments attachments) {
        this.sources = sources;
        this.attachments = attachments;
    }

    /**
     * Writes a report, in the place of an earlier one. Of a test that was run again, every attempt counts.
     *
     * @throws IOException if it cannot be written; the message names the file
     */
    public void write(Path file, List<TestRun> runs) throws IOException {
        Document document = XmlFile.empty();
        Element suite = document.createElement("testsuite");
        document.appendChild(suite);
        int failures = 0;
        int errors = 0;
        int skipped = 0;
        Map<String, List<TestRun>> byName = SurefireReports.byName(runs);
        for (List<TestRun> attempts : byName.values()) {
            Element testCase = document.createElement("testcase");
            suite.appendChild(testCase);
            TestRun last = attempts.get(attempts.size() - 1);
            testCase.setAttribute("classname", XmlFile.clean(last.started().className()));
            testCase.setAttribute("name", XmlFile.clean(last.started().reportedName()));
            TestRun worst = worst(attempts);
            if (worst.aborted()) {
                testCase.appendChild(document.createElement("skipped"));
                skipped++;
            } else if (worst.verdict() == Verdict.FAILED) {
                testCase.appendChild(problem(document, "failure", worst));
                failures++;
            } else if (worst.verdict() == Verdict.INCONCLUSIVE) {
                testCase.appendChild(problem(document, "error", worst));
                errors++;
            }
            new TestCaseElement(testCase).describe(attempts, sources, attachments);
        }
        suite.setAttribute("name", SUITE);
        suite.setAttribute("tests", Integer.toString(byName.size()));
        suite.setAttribute("failures", Integer.toString(failures));
        suite.setAttribute("errors", Integer.toString(errors));
        suite.setAttribute("skipped", Integer.toString(skipped));
        XmlFile.write(document, file);
    }

    /** Gives the attempt that decides: a failed one, or else one that cannot tell; an aborted one judged nothing. */
    private static TestRun worst(List<TestRun> attempts) {
        for (Verdict verdict : List.of(Verdict.FAILED, Verdict.INCONCLUSIVE, Verdict.PASSED)) {
            for (TestRun run : attempts) {
                if (!run.aborted() && run.verdict() == verdict) {
                    return run;
                }
            }
        }
        return attempts.get(attempts.size() - 1);
    }

    private static Element problem(Document document, String kind, TestRun run) {
        Element problem = document.createElement(kind);
        problem.setAttribute("type", "vexfs-trace " + run.verdict());
        problem.setAttribute(
                "message", XmlFile.clean(run.text().lines().findFirst().orElse("")));
        XmlFile.setText(problem, run.text());
        return problem;
    }
}
