package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What a test's window came to, in JUnit's own report entries and files. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@ResourceLock(Resources.SYSTEM_OUT)
class PublishedTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    @Test
    void aLeakIsPublishedInFiguresAndItsFindingsAsAFile() throws IOException {
        trace("leaks").holds("vexfs_insert", 100).holds("vexfs_insert", 28).write(output());

        JupiterRun run = replay();

        run.assertSucceeded("leaks");
        assertThat(run.entries("leaks"))
                .contains(
                        entry("vexfs.trace.verdict", "FAILED"),
                        entry("vexfs.trace.leaks", "FAILED"),
                        entry("vexfs.trace.leakedObjects", "2"),
                        entry("vexfs.trace.leakedBytes", "128"),
                        entry("vexfs.trace.leakedAt", "vexfs_insert+0x10"),
                        entry("vexfs.trace.doubleFrees", "0"),
                        entry("vexfs.trace.allocations", "2"),
                        entry("vexfs.trace.frees", "0"),
                        entry("vexfs.trace.capture", output() + "/live.capture.jsonl"));
        assertThat(run.files("leaks"))
                .singleElement()
                .satisfies(file -> assertThat(file)
                        .isRegularFile()
                        .content()
                        .startsWith("Cases.leaks leaks 128 bytes in 2 objects of module vexfs.\n")
                        .contains("Capture: " + output() + "/live.capture.jsonl\n"));
    }

    @Test
    void aDoubleFreeIsPublished() throws IOException {
        trace("freesTwice").freesTwice("vexfs_insert", 64).write(output());

        JupiterRun run = replay();

        assertThat(run.entries("freesTwice"))
                .containsEntry("vexfs.trace.verdict", "FAILED")
                .containsEntry("vexfs.trace.leaks", "PASSED")
                .containsEntry("vexfs.trace.doubleFrees", "1")
                .doesNotContainKey("vexfs.trace.leakedAt");
        assertThat(run.files("freesTwice"))
                .singleElement()
                .satisfies(file -> assertThat(file)
                        .content()
                        .startsWith("Cases.freesTwice makes module vexfs free memory twice, 1 time."));
    }

    @Test
    void whatTheTraceCannotTellIsPublishedAsThat() throws IOException {
        trace("clean").missesAnAllocation().write(output());

        JupiterRun run = replay();

        assertThat(run.entries("clean")).containsEntry("vexfs.trace.verdict", "INCONCLUSIVE");
        assertThat(run.files("clean"))
                .singleElement()
                .satisfies(file -> assertThat(file).content().startsWith("INCONCLUSIVE: "));
    }

    @Test
    void aTestWithoutFindingsHasFiguresAndNoFile() throws IOException {
        trace("clean").write(output());

        JupiterRun run = replay();

        assertThat(run.entries("clean"))
                .containsEntry("vexfs.trace.verdict", "PASSED")
                .containsEntry("vexfs.trace.leakedObjects", "0");
        assertThat(run.files("clean")).isEmpty();
    }

    @Test
    void anAbortedTestDidNotReachWhatItIsAboutAndPublishesNothing() throws IOException {
        trace("aborts").holds("vexfs_insert", 100).write(output());

        JupiterRun run = replay();

        assertThat(run.entries("aborts")).isEmpty();
        assertThat(run.files("aborts")).isEmpty();
    }

    @Test
    void theSecondAttemptKeepsTheFindingsOfTheFirst() throws IOException {
        new GivenCapture(Rerun.class, "leaks", 1).holds("vexfs_insert", 100).write(output(), "first");
        new GivenCapture(Rerun.class, "leaks", 2).holds("vexfs_cache_fill", 30).write(output(), "second");

        List<JupiterRun> attempts =
                List.of(JupiterRun.of(Rerun.class, folder, REPLAY), JupiterRun.of(Rerun.class, folder, REPLAY));

        assertThat(attempts)
                .extracting(run -> run.entries("leaks").get("vexfs.trace.attempt"))
                .containsExactly("1", "2");
        assertThat(attempts)
                .extracting(run -> run.entries("leaks").get("vexfs.trace.leakedBytes"))
                .containsExactly("100", "30");
        assertThat(attempts)
                .extracting(run -> Files.readString(run.files("leaks").get(0))
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .containsExactly(
                        "Rerun.leaks leaks 100 bytes in 1 object of module vexfs.",
                        "Rerun.leaks leaks 30 bytes in 1 object of module vexfs.");
    }

    @Test
    void testsThatJUnitGivesOneFolderKeepTheirFindingsApart() throws IOException {
        trace("größe").holds("vexfs_insert", 100).write(output(), "first");
        trace("grüße").holds("vexfs_insert", 30).write(output(), "second");

        JupiterRun run = replay();

        Path first = run.files("größe").get(0);
        Path second = run.files("grüße").get(0);
        assertThat(first).hasParent(second.getParent()).isNotEqualTo(second);
        assertThat(first).content().contains("100 bytes");
        assertThat(second).content().contains("30 bytes");
    }

    @Test
    void aFolderThatCannotBeWrittenFailsNoTest() throws IOException {
        trace("leaks").holds("vexfs_insert", 100).write(output());
        Files.createFile(folder.resolve("target/junit-jupiter"));

        JupiterRun run = replay();

        run.assertSucceeded("leaks");
        assertThat(run.entries("leaks")).containsEntry("vexfs.trace.leakedBytes", "100");
        assertThat(run.files("leaks")).isEmpty();
    }

    @Test
    void nothingIsPrinted() throws IOException {
        trace("leaks").holds("vexfs_insert", 100).write(output());
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            replay();
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anOpenTestReportHasBoth() throws IOException {
        trace("leaks").holds("vexfs_insert", 100).write(output());

        JupiterRun run = replay(Map.of("junit.platform.reporting.open.xml.enabled", "true"));

        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".xml")))
                    .singleElement()
                    .satisfies(report -> assertThat(report)
                            .content()
                            .contains("<entry key=\"vexfs.trace.leakedBytes\">100</entry>")
                            .contains("<file mediaType=\"text/plain; charset=UTF-8\" path=\""
                                    + folder.resolve("target")
                                            .relativize(run.files("leaks").get(0))
                                    + "\""));
        }
    }

    private static GivenCapture trace(String method) {
        return new GivenCapture(Cases.class, method);
    }

    private Path output() {
        return folder.resolve("target/vexfs-trace");
    }

    private JupiterRun replay() {
        return replay(Map.of());
    }

    private JupiterRun replay(Map<String, String> further) {
        Map<String, String> properties = new HashMap<>(REPLAY);
        properties.putAll(further);
        return JupiterRun.of(Cases.class, folder, properties);
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Cases {

        @Test
        void leaks() {}

        @Test
        void freesTwice() {}

        @Test
        void clean() {}

        @Test
        void größe() {}

        @Test
        void grüße() {}

        @Test
        @ExtendWith(Aborting.class)
        void aborts() {}
    }

    /** A replay runs no body that could abort. */
    static class Aborting implements BeforeTestExecutionCallback {

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            Assumptions.abort();
        }
    }

    /** Run by one test alone, as attempts are counted in a JVM. */
    @TraceVexfs(script = Script.MEMORY)
    static class Rerun {

        @Test
        void leaks() {}
    }
}
