package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.Quantity;

/**
 * The page around its tests.
 *
 * @param styleSheet the file with its style
 * @param status how the run stands
 * @param sentence how it stands, in a sentence
 * @param counts how many tests stand how
 * @param remarks what to say of the whole run
 * @param environments what its latencies depend on
 * @param compared whether any test is compared with a baseline
 * @param toLookAt the tests that did not pass
 * @param others the tests that did
 * @param othersTitle how many did
 * @param othersOpen whether they are few enough to be shown at once
 * @param trend how the last runs went; null where that is not known
 * @param obstacle why there are no charts; empty if there are
 * @param leftOut what there was no room for; empty if there was for everything
 */
record PageView(
        String styleSheet,
        Status status,
        String sentence,
        List<Count> counts,
        List<String> remarks,
        List<EnvironmentRow> environments,
        boolean compared,
        @Nullable Group toLookAt,
        @Nullable Group others,
        String othersTitle,
        boolean othersOpen,
        @Nullable TrendView trend,
        String obstacle,
        List<String> leftOut) {

    private static final int FEW = 30;
    private static final int MOST_ROWS = 50;
    private static final int MOST_FILES = 3;
    private static final int MOST_OF_A_REMARK = 500;

    /** How many tests stand so. */
    record Count(Status status, String number) {}

    /** Tests that are shown together. */
    record Group(String caption, List<String> rows, List<String> sections) {}

    /** An environment with the number of tests that ran in it. */
    record EnvironmentRow(Environment environment, String tests) {}

    static PageView of(
            HtmlPage.Content content,
            boolean compared,
            @Nullable TrendView trend,
            List<PageSection> sections,
            String obstacle) {
        List<PageSection> toLookAt =
                sections.stream().filter(PageSection::toLookAt).toList();
        List<PageSection> others =
                sections.stream().filter(section -> !section.toLookAt()).toList();
        Map<Status, Long> counts =
                sections.stream().collect(Collectors.groupingBy(PageSection::status, Collectors.counting()));
        long byThemselves = toLookAt.stream()
                .filter(section -> section.status() == Status.PASSED)
                .count();
        return new PageView(
                HtmlPage.STYLE_SHEET,
                status(counts),
                sentence(sections.size(), counts, compared, byThemselves),
                Stream.of(Status.values())
                        .filter(status -> compared || status != Status.REGRESSED)
                        .map(status -> new Count(status, Quantity.number(counts.getOrDefault(status, 0L))))
                        .toList(),
                few(remarks(content)),
                environments(content.runs()),
                compared,
                group("Tests to look at", toLookAt),
                group("Tests with nothing to report", others),
                othersTitle(others),
                sections.size() <= FEW,
                trend,
                obstacle,
                leftOut(sections, obstacle));
    }

    private static @Nullable Group group(String caption, List<PageSection> sections) {
        List<String> rows = sections.stream()
                .map(PageSection::row)
                .filter(row -> !row.isEmpty())
                .toList();
        return rows.isEmpty()
                ? null
                : new Group(
                        caption, rows, sections.stream().map(PageSection::html).toList());
    }

    private static Status status(Map<Status, Long> counts) {
        return Stream.of(Status.FAILED, Status.REGRESSED, Status.INCONCLUSIVE, Status.PASSED)
                .filter(counts::containsKey)
                .findFirst()
                .orElse(Status.INCONCLUSIVE);
    }

    private static String sentence(long all, Map<Status, Long> counts, boolean compared, long byThemselves) {
        if (all == 0) {
            return "No test was traced.";
        }
        StringBuilder sentence = new StringBuilder("Of ")
                .append(Quantity.count(all, "traced test"))
                .append(", ")
                .append(Quantity.number(counts.getOrDefault(Status.FAILED, 0L)))
                .append(" failed, ")
                .append(compared ? Quantity.number(counts.getOrDefault(Status.REGRESSED, 0L)) + " regressed, " : "")
                .append(Quantity.number(counts.getOrDefault(Status.INCONCLUSIVE, 0L)))
                .append(" cannot be told, and ")
                .append(Quantity.number(counts.getOrDefault(Status.PASSED, 0L)))
                .append(" passed.");
        if (counts.containsKey(Status.ABORTED)) {
            sentence.append(' ')
                    .append(Quantity.number(counts.get(Status.ABORTED)))
                    .append(" aborted, and judged nothing.");
        }
        if (byThemselves > 0) {
            sentence.append(" Of those whose trace passed, ")
                    .append(Quantity.number(byThemselves))
                    .append(" failed in JUnit.");
        }
        return sentence.toString();
    }

    private static String othersTitle(List<PageSection> others) {
        long listed = others.stream().filter(PageSection::listed).count();
        return Quantity.count(others.size(), "test") + " with nothing to report"
                + (listed == others.size() ? "" : ", " + Quantity.number(listed) + " of them listed");
    }

    private static List<EnvironmentRow> environments(List<ComparedRun> runs) {
        Map<Environment, Long> tests = new LinkedHashMap<>();
        runs.forEach(compared -> tests.merge(compared.run().environment(), 1L, Long::sum));
        return tests.entrySet().stream()
                .limit(MOST_ROWS)
                .map(entry -> new EnvironmentRow(entry.getKey(), Quantity.number(entry.getValue())))
                .toList();
    }

    private static List<String> remarks(HtmlPage.Content content) {
        long replayed = content.runs().stream()
                .filter(compared -> compared.run().replayed())
                .count();
        return replayed == 0
                ? content.remarks()
                : Stream.concat(
                                Stream.of("Judged again from what an earlier run captured: "
                                        + Quantity.count(replayed, "test") + "."),
                                content.remarks().stream())
                        .toList();
    }

    private static List<String> few(List<String> remarks) {
        Stream<String> first = remarks.stream().limit(MOST_ROWS).map(remark -> Shortened.to(MOST_OF_A_REMARK, remark));
        return remarks.size() <= MOST_ROWS
                ? first.toList()
                : Stream.concat(
                                first,
                                Stream.of(Quantity.count(remarks.size() - MOST_ROWS, "more remark")
                                        + " had no room here: see summary.txt."))
                        .toList();
    }

    private static List<String> leftOut(List<PageSection> sections, String obstacle) {
        List<PageSection> unlisted =
                sections.stream().filter(section -> !section.listed()).toList();
        long undetailed = sections.stream()
                .filter(section -> section.listed() && !section.detailed())
                .count();
        long uncharted = sections.stream()
                .filter(section -> section.detailed() && !section.charted() && section.hasFigures())
                .count();
        List<String> leftOut = new ArrayList<>();
        if (!unlisted.isEmpty()) {
            leftOut.add("To keep this page small, " + told(unlisted) + " are not listed. A line for each is in"
                    + " summary.txt, and what was recorded of them in " + records(unlisted) + ".");
        }
        if (undetailed > 0) {
            leftOut.add("To keep this page small, the details of " + Quantity.count(undetailed, "test")
                    + " are left out; what was found is in the XML reports and in summary.txt.");
        }
        if (uncharted > 0 && obstacle.isEmpty()) {
            leftOut.add("To keep this page small, the charts of " + Quantity.count(uncharted, "test")
                    + " are left out; those that did not pass have theirs first.");
        }
        return leftOut;
    }

    private static String told(List<PageSection> sections) {
        long toLookAt = sections.stream().filter(PageSection::toLookAt).count();
        long others = sections.size() - toLookAt;
        return Stream.of(
                        toLookAt == 0 ? "" : Quantity.count(toLookAt, "test") + " to look at",
                        others == 0 ? "" : Quantity.count(others, "test") + " with nothing to report")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String records(List<PageSection> sections) {
        List<String> files = sections.stream()
                .map(section -> section.run().records().getFileName().toString())
                .distinct()
                .toList();
        return files.stream().limit(MOST_FILES).collect(Collectors.joining(", "))
                + (files.size() <= MOST_FILES ? "" : " and " + Quantity.number(files.size() - MOST_FILES) + " more");
    }
}
