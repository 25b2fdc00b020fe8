package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.TestRun;

/**
 * A test's section of the page.
 *
 * @param head what is said of every test
 * @param finding what was found; empty if nothing was
 * @param memory what its memory came to; null where that was not traced
 * @param operations what its operations came to; null where they were not traced
 * @param baseline how they stand against the baseline; null where nothing was compared
 * @param charts its charts
 * @param notes what is missing here
 * @param brief whether there is no room for more than its head
 */
record TestView(
        TestHead head,
        String finding,
        @Nullable MemoryView memory,
        @Nullable OperationsView operations,
        @Nullable BaselineView baseline,
        TestCharts charts,
        List<String> notes,
        boolean brief) {

    private static final int MOST_OF_A_FINDING = 10_000;

    /** Gives the section of a run of a test; what its records have wrong is left out, and told. */
    static TestView of(ComparedRun compared, TestHead head, TestCharts charts) {
        TestRun run = compared.run();
        try {
            return new TestView(
                    head,
                    Shortened.to(MOST_OF_A_FINDING, finding(compared)),
                    MemoryView.of(compared),
                    OperationsView.of(run),
                    BaselineView.of(compared),
                    charts,
                    List.of(),
                    false);
        } catch (RuntimeException e) {
            return brief(head, "Its records are not as expected, and not all shown: " + e);
        }
    }

    /** Gives nothing but the head of a test's section, and why. */
    static TestView brief(TestHead head, String note) {
        return new TestView(head, "", null, null, null, TestCharts.NONE, List.of(note), true);
    }

    /** One that was aborted before it was judged has nothing to find. */
    private static String finding(ComparedRun compared) {
        TestRun run = compared.run();
        List<String> found = new ArrayList<>();
        if (!run.text().isEmpty() && (!run.aborted() || run.judged())) {
            found.add(run.text());
        }
        if (compared.regressed()) {
            found.add(compared.regressions().collect(Collectors.joining("\n"))
                    + "\nWhat to do: mend it, or let it be so: mvn vexfs-trace:baseline");
        }
        return String.join("\n\n", found);
    }
}
