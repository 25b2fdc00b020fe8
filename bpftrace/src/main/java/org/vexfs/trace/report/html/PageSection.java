package org.vexfs.trace.report.html;

import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.TestRun;

/** What is on the page of a test, which grows while there is room: a line in the overview, a section, its charts. */
final class PageSection {

    private final ComparedRun compared;
    private final TestHead head;
    private String row = "";
    private String html = "";
    private boolean detailed;
    private boolean charted;

    PageSection(ComparedRun compared, String anchor) {
        this.compared = compared;
        this.head = TestHead.of(compared, anchor);
    }

    ComparedRun compared() {
        return compared;
    }

    TestRun run() {
        return compared.run();
    }

    TestHead head() {
        return head;
    }

    Status status() {
        return head.status();
    }

    boolean toLookAt() {
        return head.toLookAt();
    }

    String row() {
        return row;
    }

    String html() {
        return html;
    }

    boolean listed() {
        return !row.isEmpty();
    }

    boolean detailed() {
        return detailed;
    }

    boolean charted() {
        return charted;
    }

    boolean hasFigures() {
        return run().memoryFigures().isPresent() || run().operationFigures().isPresent();
    }

    /** Puts other text in the place of what is there. */
    void become(String line, String section) {
        row = line;
        html = section;
    }

    void become(String line, String section, boolean withCharts) {
        become(line, section);
        detailed = true;
        charted = withCharts;
    }
}
