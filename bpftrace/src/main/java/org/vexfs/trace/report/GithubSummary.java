package org.vexfs.trace.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;

/** What all traced tests of a build came to, as the Markdown of a GitHub step's summary. */
public final class GithubSummary {

    /** GitHub takes a mebibyte of one step, and nothing of a longer one; other steps' tools write there, too. */
    private static final int MOST_BYTES = 900 * 1024;

    private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|<>&~-]");

    private GithubSummary() {}

    /** Gives the summary: the verdicts, a table of the tests, and what was found. */
    public static String of(List<TestRun> runs) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "## vexfs-trace: %s%n%n%d passed, %d failed, %d inconclusive%n%n",
                TextSummary.count(runs.size(), "traced test"),
                count(runs, Verdict.PASSED),
                count(runs, Verdict.FAILED),
                count(runs, Verdict.INCONCLUSIVE)));
        int left = MOST_BYTES - bytes(text.toString());
        left = append(text, left, findings(runs).toList(), "finding");
        text.append("\n| Verdict | Test | Leaked bytes | Double frees | Calls |\n|---|---|---:|---:|---:|\n");
        append(text, left, runs.stream().map(GithubSummary::row).toList(), "test");
        return text.toString();
    }

    /** Adds as many parts as there is room for, and says how many are left out. */
    private static int append(StringBuilder text, int room, List<String> parts, String noun) {
        int left = room;
        int written = 0;
        for (String part : parts) {
            if (bytes(part) > left) {
                break;
            }
            text.append(part);
            left -= bytes(part);
            written++;
        }
        if (written < parts.size()) {
            text.append("\n\n")
                    .append(TextSummary.count(parts.size() - written, "more " + noun))
                    .append(" had no room here; the reports have them.\n");
        }
        return left;
    }

    private static Stream<String> findings(List<TestRun> runs) {
        return Stream.of(Verdict.FAILED, Verdict.INCONCLUSIVE)
                .flatMap(verdict -> runs.stream()
                        .filter(run -> run.verdict() == verdict && !run.aborted())
                        .map(run -> "### " + verdict + ": " + escape(name(run)) + "\n\n" + fenced(run.text()) + "\n"));
    }

    private static String row(TestRun run) {
        String verdict = run.aborted() ? "aborted" : run.verdict().toString();
        return "| " + verdict + " | " + escape(name(run)) + " | "
                + run.window()
                        .map(window -> Quantity.digits(window.leakedBytes()))
                        .orElse("") + " | "
                + run.window()
                        .map(window -> Long.toString(window.doubleFreeCount()))
                        .orElse("") + " | "
                + run.operations().map(judged -> Long.toString(judged.calls())).orElse("") + " |\n";
    }

    private static String name(TestRun run) {
        String attempt =
                run.started().attempt() == 1 ? "" : " (attempt " + run.started().attempt() + ")";
        return run.started().displayName() + attempt;
    }

    /** Gives a text that Markdown shows as it is, on one line. */
    private static String escape(String text) {
        return MARKDOWN.matcher(text.replaceAll("\\s+", " ")).replaceAll("\\\\$0");
    }

    /** Gives a text in a fence that nothing within it ends. */
    private static String fenced(String text) {
        int longest = Pattern.compile("`+")
                .matcher(text)
                .results()
                .mapToInt(found -> found.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return fence + "text\n" + text.stripTrailing() + "\n" + fence + "\n";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long count(List<TestRun> runs, Verdict verdict) {
        return runs.stream().filter(run -> run.verdict() == verdict).count();
    }
}
