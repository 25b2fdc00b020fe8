package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineStoreTests {

    private static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    private static final Environment THERE =
            new Environment("7.0", "amd64", "größer \"EPYC\"", "none", "vexfs", "A1B2", "0.27.0");

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Baseline baseline = baseline("a.BIT.insert(int)[1]", "a.AIT").with(Map.of("größe \"x\"\n", test(THERE, 2)));

        assertThat(roundTrip(baseline)).isEqualTo(baseline);
        assertThat(roundTrip(Baseline.NONE)).isEqualTo(Baseline.NONE);
    }

    @Test
    void aFileThatIsNotThereIsNoBaseline() throws IOException {
        assertThat(BaselineStore.read(folder.resolve("none.json"))).isEqualTo(Baseline.NONE);
    }

    @Test
    void aFileThatIsNoUtf8IsNamed() throws IOException {
        Path file = Files.write(folder.resolve("b.json"), new byte[] {'{', (byte) 0xff});

        assertThatIOException()
                .isThrownBy(() -> BaselineStore.read(file))
                .withMessage(
                        file + ", line 1: not a baseline: it is no UTF-8. Remedy: take the file from version control"
                                + " again, or write it anew with the goal baseline.");
    }

    @Test
    void theSameBaselineIsWrittenAsTheSameBytes() throws IOException {
        assertThat(text(baseline("a.AIT.x", "a.BIT.y"))).isEqualTo(text(baseline("a.BIT.y", "a.AIT.x")));
    }

    @Test
    void everyThingHasALineOfItsOwn() throws IOException {
        assertThat(text(baseline("a.AIT.x"))).isEqualTo("""
                {
                "format": 1,
                "environments": [
                {"id":"%s","kernel":"6.12","architecture":"amd64","cpu":"EPYC","virtualisation":"qemu","module":"vexfs",\
                "srcversion":"A1B2","bpftrace":"0.23.2"},
                {}
                ],
                "entries": [
                {"test":"a.AIT.x","environment":"%s","peakBytes":4096},
                {"test":"a.AIT.x","leak":"b8c1e2750205a5ce","function":"vexfs_insert","objects":3,"bytes":384},
                {"test":"a.AIT.x","operation":"vexfs_insert","calls":100,"errors":1,"latencies":{"lower":"%s","upper":""}},
                {}
                ]
                }
                """.formatted(
                        HERE.id(), HERE.id(), Samples.between(1_000, 1_000, 1).lower()));
    }

    @Test
    void aTestThatIsAddedChangesNoOtherLine() throws IOException {
        List<String> before = text(baseline("a.AIT.x", "a.CIT.z")).lines().toList();
        List<String> after =
                text(baseline("a.AIT.x", "a.BIT.y", "a.CIT.z")).lines().toList();

        assertThat(after).hasSize(before.size() + 3).containsSubsequence(before);
    }

    @Test
    void linesMayComeInAnyOrder() throws IOException {
        Baseline baseline = baseline("a.AIT.x", "a.BIT.y");
        List<String> lines = text(baseline).lines().toList();
        int first = lines.indexOf("\"entries\": [") + 1;
        StringBuilder text = new StringBuilder(String.join("\n", lines.subList(0, first))).append('\n');
        for (int i = lines.size() - 4; i >= first; i--) {
            text.append(lines.get(i)).append('\n');
        }
        Path file = Files.writeString(folder.resolve("b.json"), text.append("{}\n]\n}\n"));

        assertThat(BaselineStore.read(file)).isEqualTo(baseline);
    }

    @Test
    void gitMergesTwoTestsThatWereAddedOnTwoBranches() throws IOException, InterruptedException {
        assumeTrue(git("--version") == 0, "there is no git");
        Path base = write("base", baseline("a.AIT.x", "a.CIT.x", "a.EIT.x"));
        Path ours = write("ours", baseline("a.AIT.x", "a.BIT.x", "a.CIT.x", "a.EIT.x"));
        Path theirs = write("theirs", baseline("a.AIT.x", "a.CIT.x", "a.DIT.x", "a.EIT.x"));

        assertThat(git("merge-file", ours.toString(), base.toString(), theirs.toString()))
                .isZero();
        assertThat(BaselineStore.read(ours)).isEqualTo(baseline("a.AIT.x", "a.BIT.x", "a.CIT.x", "a.DIT.x", "a.EIT.x"));
    }

    @Test
    void gitMergesEvenNeighboursAsAUnion() throws IOException, InterruptedException {
        assumeTrue(git("--version") == 0, "there is no git");
        Path base = write("base", baseline("a.AIT.x"));
        Path ours = write("ours", baseline("a.AIT.x", "a.BIT.x"));
        Path theirs = write("theirs", baseline("a.AIT.x", "a.CIT.x").with(Map.of("a.DIT.x", test(THERE, 1))));

        assertThat(git("merge-file", "--union", ours.toString(), base.toString(), theirs.toString()))
                .isZero();
        assertThat(BaselineStore.read(ours))
                .isEqualTo(baseline("a.AIT.x", "a.BIT.x", "a.CIT.x").with(Map.of("a.DIT.x", test(THERE, 1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` \"format\": 1,`|` \"format\": 2,`|2|it is of format 2; this version reads up to 1|use the version of the plugin",
                "` \"entries\"`|`<<<<<<< HEAD\n \"entries\"`|7|Unexpected character ('<'|it has the marks of a merge",
                "`\"calls\":100,`|``|10|Missing creator property 'calls'|write the test anew",
                "`\"leak\":\"b8`|`\"leek\":\"b8`|9|Missing creator property 'environment'|write the test anew",
                "`\"lower\":\"HIST`|`\"lower\":\"FIST`|10|not a compressed histogram: FIST|write the test anew",
                "`\"test\":\"a.AIT.x\",\"env`|`\"best\":\"a.AIT.x\",\"env`|8|'test' is missing, or no text|write the test anew",
                "`{\"id\":`|`{\"ie\":`|4|'id' is missing, or no text|write the test anew",
            })
    void whatIsBrokenIsToldWithItsLine(String replaced, String by, int line, String what, String remedy)
            throws IOException {
        String spaced = text(baseline("a.AIT.x")).replace("\n\"", "\n \"");
        assertThat(spaced).contains(replaced);
        Path file = Files.writeString(
                folder.resolve("b.json"), spaced.replaceFirst(java.util.regex.Pattern.quote(replaced), by));

        assertThatIOException()
                .isThrownBy(() -> BaselineStore.read(file))
                .withMessageStartingWith(file + ", line " + line + ": not a baseline: " + what)
                .withMessageContaining("Remedy: " + remedy);
    }

    @Test
    void whatIsToldTwiceIsToldWithBothLines() throws IOException {
        String text = text(baseline("a.AIT.x"));
        String line = text.lines()
                .filter(each -> each.contains("operation"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(folder.resolve("b.json"), text.replace(line, line + "\n" + line));

        assertThatIOException()
                .isThrownBy(() -> BaselineStore.read(file))
                .withMessage(
                        file + ", line 11: not a baseline: it says of a.AIT.x operation vexfs_insert again what line"
                                + " 10 says. Remedy: keep one of the two.");
    }

    @Test
    void aTestWhoseOwnLineOrEnvironmentIsMissingIsRefused() throws IOException {
        String text = text(baseline("a.AIT.x"));
        Path own = Files.writeString(
                folder.resolve("b.json"), text.replaceFirst("\\{\"test\":\"a.AIT.x\",\"environment\".*\n", ""));
        Path environment = Files.writeString(folder.resolve("c.json"), text.replaceFirst("\\{\"id\".*\n", ""));

        assertThatIOException()
                .isThrownBy(() -> BaselineStore.read(own))
                .withMessageStartingWith(own + ", line 8: not a baseline: the line of a.AIT.x itself is missing.");
        assertThatIOException()
                .isThrownBy(() -> BaselineStore.read(environment))
                .withMessageStartingWith(
                        environment + ", line 7: not a baseline: environment " + HERE.id() + " is missing.");
    }

    @Test
    void aFileThatEndsTooEarlyIsRefusedWhereverItEnds() throws IOException {
        String text = text(baseline("a.AIT.x"));
        for (int length = 0; length < text.length() - 2; length++) {
            Path file = Files.writeString(folder.resolve("b.json"), text.substring(0, length));

            assertThatIOException().as("cut at %d", length).isThrownBy(() -> BaselineStore.read(file));
        }
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("b.json"), victim);
        Files.createSymbolicLink(folder.resolve("c.json.part"), victim);

        assertThatIOException().isThrownBy(() -> BaselineStore.write(link, Baseline.NONE));
        BaselineStore.write(folder.resolve("c.json"), Baseline.NONE);

        assertThat(victim).hasContent("precious");
    }

    private Baseline roundTrip(Baseline baseline) throws IOException {
        return BaselineStore.read(write("round", baseline));
    }

    private Path write(String name, Baseline baseline) throws IOException {
        Path file = folder.resolve("new/folder").resolve(name + ".json");
        BaselineStore.write(file, baseline);
        return file;
    }

    private String text(Baseline baseline) throws IOException {
        return Files.readString(write("text", baseline));
    }

    private static Baseline baseline(String... names) {
        TreeMap<String, TestBaseline> tests = new TreeMap<>();
        for (String name : names) {
            tests.put(name, test(HERE, 1));
        }
        return new Baseline(tests);
    }

    private static TestBaseline test(Environment environment, int calls) {
        return new TestBaseline(
                environment,
                4_096,
                new TreeMap<>(
                        Map.of("vexfs_insert", new OperationBaseline(100, 1, Samples.between(1_000, 1_000, calls)))),
                new TreeMap<>(Map.of("b8c1e2750205a5ce", new KnownLeak("vexfs_insert", 3, 384))));
    }

    private int git(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder git = new ProcessBuilder("git");
        git.command().addAll(List.of(arguments));
        try {
            return git.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
