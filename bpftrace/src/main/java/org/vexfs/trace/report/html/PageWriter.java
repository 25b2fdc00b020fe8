package org.vexfs.trace.report.html;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.TestRun;

/**
 * Puts a page together within a number of bytes. Every test is on it. What there is room for beyond that goes to the tests
 * that did not pass first: their details and charts may take up half of it, then come the details of all others, then their
 * charts.
 */
final class PageWriter {

    private static final Mustache.Compiler MUSTACHE = Mustache.compiler()
            .withEscaper(HtmlText::escape)
            .emptyStringIsFalse(true)
            .zeroIsFalse(true)
            .nullValue("")
            .withFormatter(PageWriter::text)
            .withLoader(name -> new StringReader(HtmlPage.resource(name + ".mustache")));
    private static final Template PAGE = MUSTACHE.compile("{{>page}}");
    private static final Template SECTION = MUSTACHE.compile("{{>test}}");

    private static final Comparator<Section> WORST_FIRST =
            Comparator.comparing(Section::status).thenComparing(section -> !section.head.failedByItself());

    /** No details of a test are smaller. */
    private static final long FEWEST_BYTES = 300;

    private final Charts charts;
    private final List<Section> sections = new ArrayList<>();
    private long room;

    private PageWriter(Charts charts) {
        this.charts = charts;
    }

    static String write(HtmlPage.Content content, Charts charts, int mostBytes) {
        PageWriter writer = new PageWriter(charts);
        writer.begin(content.runs());
        TrendView trend = TrendView.of(content.history(), charts);
        PageView page = PageView.of(content, trend, writer.sections, charts);
        writer.room = mostBytes - bytes(PAGE.execute(page));
        writer.fill();
        return PAGE.execute(PageView.of(content, trend, writer.sections, charts));
    }

    private void begin(List<ComparedRun> runs) {
        Map<String, Integer> anchors = new HashMap<>();
        for (ComparedRun compared : runs) {
            String anchor = Anchor.of(compared.run().started());
            int before = anchors.merge(anchor, 1, Integer::sum);
            sections.add(new Section(compared, before == 1 ? anchor : anchor + "-" + before));
        }
        sections.sort(WORST_FIRST);
    }

    private void fill() {
        List<Section> toLookAt = sections.stream().filter(Section::toLookAt).toList();
        List<Section> others =
                sections.stream().filter(section -> !section.toLookAt()).toList();
        long reserve = room / 2;
        room -= reserve;
        for (Section section : toLookAt) {
            if (!detail(section) || !chart(section)) {
                break;
            }
        }
        room += reserve;
        toLookAt.forEach(this::detail);
        others.forEach(this::detail);
        for (Section section : sections) {
            if (!chart(section)) {
                break;
            }
        }
    }

    private boolean detail(Section section) {
        return section.detailed
                || room > FEWEST_BYTES && section.grow(TestView.of(section.compared, section.head, TestCharts.NONE));
    }

    private boolean chart(Section section) {
        if (!section.detailed || section.charted) {
            return true;
        }
        TestCharts made = section.charts();
        section.charted = section.grow(TestView.of(section.compared, section.head, made));
        return section.charted;
    }

    /** Of what is no text nobody asks for one, but whether it is empty: it would write out whole views for that. */
    private static String text(Object value) {
        return value instanceof String || value instanceof Number
                ? value.toString()
                : value.getClass().getSimpleName();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A test's section as far as there was room for it. */
    final class Section {

        private final ComparedRun compared;
        private final TestHead head;
        private String html;
        private boolean detailed;
        private boolean charted;

        private Section(ComparedRun compared, String anchor) {
            this.compared = compared;
            this.head = TestHead.of(compared, anchor);
            this.html = SECTION.execute(TestView.brief(head, "No room for its details: see summary.txt."));
        }

        private boolean grow(TestView larger) {
            String grown = SECTION.execute(larger);
            long more = bytes(grown) - bytes(html);
            if (more > room) {
                return false;
            }
            room -= more;
            html = grown;
            detailed = true;
            return true;
        }

        private TestCharts charts() {
            try {
                return TestCharts.of(compared, charts, head.anchor());
            } catch (RuntimeException e) {
                // What the records have wrong is told with the details.
                return TestCharts.NONE;
            }
        }

        Status status() {
            return head.status();
        }

        TestRun run() {
            return compared.run();
        }

        TestHead head() {
            return head;
        }

        String html() {
            return html;
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

        boolean toLookAt() {
            return head.toLookAt();
        }
    }
}
