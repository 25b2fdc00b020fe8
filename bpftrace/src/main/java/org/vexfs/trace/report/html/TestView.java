package org.vexfs.trace.report.html;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.TestRun;

/**
 * A test's section of the page.
 *
 * @param head what is said of every test
 * @param finding what was found; empty if nothing was
 * @param memory what its memory came to; null where that was not traced
 * @param operations what its operations came to; null where they were not traced
 * @param charts its charts
 * @param notes what is missing here
 * @param brief whether there is no room for more than its head
 */
record TestView(
        TestHead head,
        String finding,
        @Nullable MemoryView memory,
        @Nullable OperationsView operations,
        TestCharts charts,
        List<String> notes,
        boolean brief) {

    private static final int MOST_OF_A_FINDING = 10_000;

    /** Gives the section of a run of a test; what its records have wrong is left out, and told. */
    static TestView of(TestRun run, TestHead head, TestCharts charts) {
        try {
            return new TestView(
                    head,
                    Shortened.to(MOST_OF_A_FINDING, finding(run)),
                    MemoryView.of(run),
                    OperationsView.of(run),
                    charts,
                    List.of(),
                    false);
        } catch (RuntimeException e) {
            return brief(head, "Its records are not as expected, and not all shown: " + e);
        }
    }

    /** Gives nothing but the head of a test's section, and why. */
    static TestView brief(TestHead head, String note) {
        return new TestView(head, "", null, null, TestCharts.NONE, List.of(note), true);
    }

    /** One that was aborted before it was judged has nothing to find. */
    private static String finding(TestRun run) {
        return run.aborted() && !run.judged() ? "" : run.text();
    }
}
