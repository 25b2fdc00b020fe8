package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.RunSummary;
import org.vexfs.trace.report.TestRun;

/**
 * The page in a real browser, served as Jenkins serves it. Pictures of every section stay in {@code target/page}, to be
 * looked at.
 */
@Tag("chromium")
class ChromiumPageTests {

    private static final Path FOLDER = Path.of("target/page");
    private static final long DAY = 86_400_000;

    private static Chromium chromium;
    private static PageServer server;

    @BeforeAll
    static void open(@TempDir Path profile) throws IOException, InterruptedException {
        Optional<Path> command = Chromium.command();
        assumeThat(command)
                .as("no chromium on the path. Remedy: install it, as by apt-get install chromium")
                .isPresent();
        writeSample();
        server = PageServer.start(FOLDER);
        chromium = Chromium.start(command.get(), profile);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            server.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "desktop-light, 1280, 900, false, false",
        "desktop-dark,  1280, 900, false, true",
        "phone-light,    390, 844, true,  false",
        "phone-dark,     390, 844, true,  true"
    })
    void itFitsTheScreenAndTheBrowserHasNothingToComplainOf(
            String screen, int width, int height, boolean phone, boolean dark)
            throws IOException, InterruptedException {
        chromium.screen(width, height, phone, dark).open(server.address("index.html"));

        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.contentWidth()).isEqualTo(width);
        assertThat(chromium.unfold().contentWidth()).isEqualTo(width);
        chromium.picture(FOLDER.resolve(screen + ".png"));
        assertThat(chromium.pictures("header, main > section, .test", FOLDER, screen))
                .isEqualTo(4
                        + SampleRun.tests().size()
                        + 1
                        + SampleRun.comparedTests().size());
    }

    @Test
    void itAsksForNothingButItsStyleSheet() throws InterruptedException {
        chromium.screen(1280, 900, false, false).open(server.address("index.html"));

        assertThat(chromium.requests())
                .contains(server.address("index.html"), server.address("vexfs-trace.css"))
                .isSubsetOf(
                        server.address("index.html"), server.address("vexfs-trace.css"), server.address("favicon.ico"));
    }

    @Test
    void everyChartHasANameThatTellsItsFigures() throws InterruptedException {
        chromium.screen(1280, 900, false, false).open(server.address("index.html"));

        // What is folded is not in the accessibility tree.
        assertThat(chromium.unfold().accessibleNames("svg[role=img]"))
                .hasSizeGreaterThan(7)
                .allSatisfy(name -> assertThat(name).matches("[A-Za-z].* \\d.*"));
    }

    @Test
    void whatThePolicyForbidsWouldBeSeen() throws IOException, InterruptedException {
        Files.writeString(
                FOLDER.resolve("forbidden.html"),
                "<!DOCTYPE html><title>x</title><p style=\"color: red\">styled</p><script>1</script>");

        assertThat(chromium.open(server.address("forbidden.html")).complaints())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(complaint -> assertThat(complaint).containsAnyOf("Content Security Policy", "script"));
    }

    private static void writeSample() throws IOException {
        List<TestRun> runs = new ArrayList<>(SampleRun.tests());
        runs.add(new GivenRun(
                        "org.example.OddIT",
                        "x",
                        "\u05d0\u05d1\u05d2 \u202e<b>" + "aVeryLongNameWithoutASpace".repeat(20))
                .holds(0, 64, 0)
                .run());
        List<ComparedRun> compared = new ArrayList<>(SampleRun.comparedTests());
        runs.stream().map(ComparedRun::alone).forEach(compared::add);
        RunSummary now = RunSummary.of(runs);
        List<RunSummary> history = new ArrayList<>();
        for (int i = 8; i >= 0; i--) {
            long percent = 100 + i * i % 7 * 5;
            Map<String, Long> p99 = new LinkedHashMap<>();
            now.p99().forEach((function, nanos) -> p99.put(function, nanos * percent / 100));
            history.add(new RunSummary(
                    now.at() - i * DAY,
                    now.environment(),
                    now.passed() + i % 3,
                    i % 2 + (i == 0 ? now.failed() : 0),
                    i % 3,
                    i == 0 ? now.leakedBytes() : i % 2 * 384,
                    p99));
        }
        HtmlPage.write(
                FOLDER.resolve("index.html"),
                new HtmlPage.Content(compared, List.of("a remark on the whole run"), history));
    }
}
