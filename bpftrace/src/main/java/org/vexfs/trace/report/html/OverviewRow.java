package org.vexfs.trace.report.html;

import java.util.function.Function;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;

/**
 * A test's line in the overview; what was not traced has a dash.
 *
 * @param head what is said of every test
 * @param linked whether it has a section
 * @param compared whether any test of the run is compared with a baseline
 * @param leaked how many bytes it leaked
 * @param doubleFrees how often it freed something twice
 * @param calls how many calls of the module's functions it made
 * @param errors how many of them returned an error
 */
record OverviewRow(
        TestHead head,
        boolean linked,
        boolean compared,
        String leaked,
        String doubleFrees,
        String calls,
        String errors) {

    static OverviewRow of(PageSection section, boolean compared, boolean linked) {
        TestRun run = section.run();
        return new OverviewRow(
                section.head(),
                linked,
                compared,
                memory(run, RunRecord.Window::leakedBytes),
                memory(run, RunRecord.Window::doubleFreeCount),
                operations(run, RunRecord.Operations::calls),
                operations(run, RunRecord.Operations::errors));
    }

    private static String memory(TestRun run, Function<RunRecord.Window, Long> figure) {
        return run.window()
                .map(figure)
                .filter(number -> number != Quantity.UNTOLD)
                .map(Quantity::number)
                .orElse("\u2013");
    }

    private static String operations(TestRun run, Function<RunRecord.Operations, Long> figure) {
        return run.operations().map(figure).map(Quantity::number).orElse("\u2013");
    }
}
