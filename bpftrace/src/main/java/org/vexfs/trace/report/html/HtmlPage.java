package org.vexfs.trace.report.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.RunSummary;

/**
 * A page of all that the traces of a run came to: static, without scripts, styles or pictures within, so that it renders
 * under the content security policy that Jenkins serves it with. Its style sheet stands beside it.
 */
public final class HtmlPage {

    /** The name of the style sheet, beside the page. */
    public static final String STYLE_SHEET = "vexfs-trace.css";

    /** How many bytes a page has at most, however many tests there are. */
    public static final int MOST_BYTES = 1_900_000;

    private HtmlPage() {}

    /**
     * What a page shows.
     *
     * @param runs the runs of tests, beside what the baseline knows of them
     * @param remarks what to say of the whole run
     * @param history what the last runs came to, the oldest first; empty if nobody keeps it
     */
    public record Content(List<ComparedRun> runs, List<String> remarks, List<RunSummary> history) {

        public Content {
            runs = List.copyOf(runs);
            remarks = List.copyOf(remarks);
            history = List.copyOf(history);
        }
    }

    /**
     * Writes a page, and its style sheet beside it.
     *
     * @return why it has no charts; empty if it has, or there are none to show
     * @throws IOException if they cannot be written
     */
    public static String write(Path page, Content content) throws IOException {
        return write(page, content, new JFreeChartPainter());
    }

    static String write(Path page, Content content, PlotPainter painter) throws IOException {
        Charts charts = new Charts(painter);
        String html = PageWriter.write(content, charts, MOST_BYTES);
        OutputFile.replace(page, html);
        OutputFile.replace(page.resolveSibling(STYLE_SHEET), HtmlTemplate.styleSheet());
        return charts.obstacle();
    }
}
