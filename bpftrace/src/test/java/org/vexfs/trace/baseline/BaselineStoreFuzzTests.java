package org.vexfs.trace.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a baseline has, it is one that can be written again, or refused with its name and line. */
class BaselineStoreFuzzTests {

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        Environment here = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
        TestBaseline drawn = new TestBaseline(
                here,
                4096,
                new TreeMap<>(Map.of(
                        "vexfs_insert",
                        new OperationBaseline(100, 1, Samples.draw(100, new Random(1), Samples.lognormal(1, 0.3))))),
                new TreeMap<>(Map.of("b8c1e2750205a5ce", new KnownLeak("vexfs_insert", 3, 384))));
        TestBaseline between = new TestBaseline(
                here,
                0,
                new TreeMap<>(Map.of("vexfs_read", new OperationBaseline(1, 0, Samples.between(1_000, 2_000, 1)))),
                new TreeMap<>());
        return Stream.of(
                BaselineStore.text(Baseline.NONE).getBytes(UTF_8),
                BaselineStore.text(Baseline.NONE.with(Map.of("a.AIT.x", drawn))).getBytes(UTF_8),
                BaselineStore.text(Baseline.NONE.with(Map.of("a.AIT.x", drawn, "größe", between)))
                        .getBytes(UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void aBaselineIsReadOrRefusedByNameAndLine(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("baseline.json"), bytes);
        Baseline baseline;
        try {
            baseline = BaselineStore.read(file);
        } catch (IOException refused) {
            assertThat(refused).hasMessageStartingWith(file + ", line ").hasMessageContaining("Remedy: ");
            return;
        }
        Path again = folder.resolve("again.json");
        BaselineStore.write(again, baseline);

        assertThat(BaselineStore.read(again)).isEqualTo(baseline);
    }
}
