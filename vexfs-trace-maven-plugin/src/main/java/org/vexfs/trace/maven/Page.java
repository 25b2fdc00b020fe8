package org.vexfs.trace.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.maven.plugin.logging.Log;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.BaselineStore;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.ComparisonRules;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.html.HtmlPage;

/** The page, as goals write it and tell of it. */
final class Page {

    private Page() {}

    /** Compares runs with a baseline where there is one; a page can do without it, so nothing fails. */
    static List<ComparedRun> compared(List<TestRun> runs, Path baselineFile, Supplier<ComparisonRules> rules, Log log) {
        try {
            Baseline baseline = BaselineStore.read(baselineFile);
            if (!baseline.equals(Baseline.NONE)) {
                return ComparedRun.of(runs, baseline, rules.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the page compares nothing with the baseline: " + e.getMessage());
        }
        return runs.stream().map(ComparedRun::alone).toList();
    }

    /** Writes it, and warns if this machine paints no charts. */
    static void write(Path file, HtmlPage.Content content, Log log) throws IOException {
        String obstacle = HtmlPage.write(file, content);
        if (!obstacle.isEmpty()) {
            log.warn("the page has no charts, because this machine cannot paint any (" + obstacle
                    + "). Remedy: install fontconfig and a font");
        }
        log.info("page: " + file);
    }
}
