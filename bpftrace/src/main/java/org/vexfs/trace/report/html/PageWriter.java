package org.vexfs.trace.report.html;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.ComparedRun;

/**
 * Puts a page together within a number of bytes, which goes to the tests that are to be looked at first, worst first. Half of
 * it is for their lines in the overview; half of what is left, each time, for the lines of all others, for those to look at
 * with details and charts, and for their heads. What is left then goes to further details, lines and charts, in this order.
 * Tests that have no line are counted.
 */
final class PageWriter {

    private static final HtmlTemplate PAGE = HtmlTemplate.beside(PageWriter.class, "page");
    private static final HtmlTemplate ROW = HtmlTemplate.beside(PageWriter.class, "row");
    private static final HtmlTemplate SECTION = HtmlTemplate.beside(PageWriter.class, "test");

    private static final Comparator<PageSection> WORST_FIRST = Comparator.comparing(PageSection::status)
            .thenComparing(section -> !section.head().failedByItself());

    /** What says what is left out, and the heads of the overview's tables. */
    private static final int FRAME = 4_000;

    /** Trying each of thousands of tests for the last bytes of a page would take minutes. */
    private static final int MOST_REFUSALS = 10;

    private final Charts charts;
    private final boolean compared;
    private final List<PageSection> sections;
    private long room;

    private PageWriter(List<ComparedRun> runs, Charts charts) {
        this.charts = charts;
        this.compared = runs.stream().anyMatch(run -> !run.operations().isEmpty());
        this.sections = sections(runs);
    }

    static String write(HtmlPage.Content content, Charts charts, int mostBytes) {
        PageWriter writer = new PageWriter(content.runs(), charts);
        TrendView trend = TrendView.of(content.history(), charts);
        writer.room = mostBytes - FRAME - bytes(PAGE.with(writer.page(content, trend)));
        writer.fill();
        return PAGE.with(writer.page(content, trend));
    }

    private PageView page(HtmlPage.Content content, @Nullable TrendView trend) {
        return PageView.of(content, compared, trend, sections, charts.obstacle());
    }

    private static List<PageSection> sections(List<ComparedRun> runs) {
        List<PageSection> sections = new ArrayList<>();
        Map<String, Integer> anchors = new HashMap<>();
        for (ComparedRun run : runs) {
            String anchor = Anchor.of(run.run().started());
            int before = anchors.merge(anchor, 1, Integer::sum);
            sections.add(new PageSection(run, before == 1 ? anchor : anchor + "-" + before));
        }
        sections.sort(WORST_FIRST);
        return sections;
    }

    private void fill() {
        List<PageSection> toLookAt =
                sections.stream().filter(PageSection::toLookAt).toList();
        List<PageSection> others =
                sections.stream().filter(section -> !section.toLookAt()).toList();
        withinHalf(() -> each(toLookAt, this::list));
        withinHalf(() -> each(others, this::list));
        withinHalf(() -> each(toLookAt, section -> detail(section) && chart(section)));
        withinHalf(() -> each(toLookAt, this::brief));
        each(toLookAt, this::detail);
        each(toLookAt, this::chart);
        each(others, this::list);
        each(others, this::detail);
        each(others, this::chart);
    }

    private void withinHalf(Runnable filling) {
        long reserve = room / 2;
        room -= reserve;
        filling.run();
        room += reserve;
    }

    private static void each(List<PageSection> sections, Predicate<PageSection> growing) {
        int refusals = 0;
        for (PageSection section : sections) {
            if (!growing.test(section) && ++refusals == MOST_REFUSALS) {
                return;
            }
        }
    }

    private boolean list(PageSection section) {
        return section.listed() || grow(section, row(section, false), "", section::become);
    }

    private boolean brief(PageSection section) {
        if (!section.listed() || !section.html().isEmpty()) {
            return section.listed();
        }
        TestView view = TestView.brief(section.head(), "No room for its details: see summary.txt.");
        return grow(section, row(section, true), SECTION.with(view), section::become);
    }

    private boolean detail(PageSection section) {
        return section.detailed()
                || section.listed() && grow(section, TestCharts.NONE, (row, html) -> section.become(row, html, false));
    }

    private boolean chart(PageSection section) {
        return section.charted()
                || section.detailed() && grow(section, charts(section), (row, html) -> section.become(row, html, true));
    }

    private boolean grow(PageSection section, TestCharts made, BiConsumer<String, String> becoming) {
        TestView view = TestView.of(section.compared(), section.head(), made);
        return grow(section, row(section, true), SECTION.with(view), becoming);
    }

    private boolean grow(PageSection section, String row, String html, BiConsumer<String, String> becoming) {
        long more = bytes(row) + bytes(html) - bytes(section.row()) - bytes(section.html());
        if (more > room) {
            return false;
        }
        room -= more;
        becoming.accept(row, html);
        return true;
    }

    private String row(PageSection section, boolean linked) {
        return ROW.with(OverviewRow.of(section, compared, linked));
    }

    private TestCharts charts(PageSection section) {
        try {
            return TestCharts.of(section.compared(), charts, section.head().anchor());
        } catch (RuntimeException e) {
            // What the records have wrong is told with the details.
            return TestCharts.NONE;
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
