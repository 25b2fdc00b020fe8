package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.TraceWindow;

/** Says what is missing from what a user's script told. */
public final class CustomScriptText {

    private CustomScriptText() {}

    /** Gives what is missing, and what to do; empty if nothing is. */
    public static String of(CustomJudgement judgement, TraceWindow window) {
        if (judgement.completeness() == Verdict.PASSED) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add("INCONCLUSIVE: the trace of module " + window.module()
                + " may not have everything that the script of its own told in "
                + window.test().displayName() + ".");
        judgement.gaps().forEach(gap -> {
            lines.add("  - " + gap.cause() + ".");
            lines.add("    What to do: " + gap.remedy() + ".");
        });
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
        return PrintableText.of(String.join("\n", lines));
    }
}
