package org.vexfs.trace.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;

/**
 * Workflow commands that make GitHub show what was found beside the lines of a change: the worst ten, as it shows no more
 * of one step.
 */
public final class GithubAnnotations {

    /** How many annotations of a kind GitHub shows of one step. */
    private static final int MOST = 10;

    private static final Pattern PLACE = Pattern.compile("(.+):(\\d+)");

    private static final Comparator<TestRun> WORST_FIRST = Comparator.<TestRun, Boolean>comparing(
                    run -> run.verdict() != Verdict.FAILED)
            .thenComparing(run -> -wrongFrees(run))
            .thenComparing(
                    run -> -run.window().map(RunRecord.Window::leakedBytes).orElse(0L));

    private final Path workspace;
    private final Path base;
    private final TestSources tests;

    /**
     * Makes such commands.
     *
     * @param workspace the folder of the repository
     * @param base the project's folder, which a source file may be relative to
     * @param tests where the tests stand
     */
    public GithubAnnotations(Path workspace, Path base, TestSources tests) {
        this.workspace = workspace.toAbsolutePath().normalize();
        this.base = base.toAbsolutePath().normalize();
        this.tests = tests;
    }

    /** Gives the lines to print, as they are, to standard output: errors for what failed, warnings for what cannot tell. */
    public List<String> of(List<TestRun> runs) {
        return Stream.concat(
                        worst(runs, run -> run.verdict() == Verdict.FAILED).map(run -> command("error", run)),
                        worst(runs, run -> run.verdict() == Verdict.INCONCLUSIVE)
                                .map(run -> command("warning", run)))
                .toList();
    }

    private static Stream<TestRun> worst(List<TestRun> runs, Predicate<TestRun> which) {
        return runs.stream()
                .filter(run -> !run.aborted())
                .filter(which)
                .sorted(WORST_FIRST)
                .limit(MOST);
    }

    private static long wrongFrees(TestRun run) {
        return run.window()
                .map(window -> window.doubleFreeCount() + window.invalidFreeCount())
                .orElse(0L);
    }

    private String command(String kind, TestRun run) {
        String place = leakSite(run).or(() -> test(run)).orElse("");
        return "::" + kind + " " + place + "title="
                + property("vexfs-trace: " + run.started().displayName()) + "::" + data(run.text());
    }

    /** Gives the line of the module that leaks the most, if it stands in the repository. */
    private Optional<String> leakSite(TestRun run) {
        return run.window().stream()
                .flatMap(window -> window.leakSites().stream())
                .map(RunRecord.Site::source)
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .flatMap(found -> inRepository(found.group(1)).stream()
                        .map(file -> "file=" + property(file.toString()) + ",line=" + found.group(2) + ","))
                .findFirst();
    }

    /** Gives the line of the test, if it stands in the repository. */
    private Optional<String> test(TestRun run) {
        return tests.find(run.started().className(), run.started().methodName())
                .flatMap(place -> inRepository(place.file())
                        .map(file -> "file=" + property(file.toString()) + ","
                                + (place.line().isPresent()
                                        ? "line=" + place.line().getAsInt() + ","
                                        : "")));
    }

    private Optional<Path> inRepository(String source) {
        return Stream.of(workspace, base)
                .map(folder -> folder.resolve(source).normalize())
                .filter(file -> file.startsWith(workspace) && Files.isRegularFile(file))
                .findFirst()
                .map(workspace::relativize);
    }

    /** Gives a text as a command's message may have it. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** Gives a text as the value of a command's property may have it. */
    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
