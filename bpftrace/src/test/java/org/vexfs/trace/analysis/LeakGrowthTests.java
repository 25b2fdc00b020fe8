package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakGrowthTests {

    private static final int BYTES = 64;

    @Test
    void whatEachIterationLosesGrows() {
        LeakGrowth growth = growth(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24);

        assertThat(growth.iterations()).isEqualTo(12);
        assertThat(growth.growing()).singleElement().satisfies(place -> {
            assertThat(place.last().site().name()).isEqualTo("vexfs_insert");
            assertThat(place.last().count()).isEqualTo(24);
            assertThat(place.objectsPerIteration()).isEqualTo(2);
            assertThat(place.bytesPerIteration()).isEqualTo(2 * BYTES);
            assertThat(place.held()).startsWith(0L, 2L).endsWith(22L, 24L).hasSize(13);
        });
    }

    @Test
    void whatTheWarmUpLeftBehindIsNoPartOfTheSlope() {
        assertThat(growth(100, 101, 102, 103).growing())
                .singleElement()
                .extracting(LeakGrowth.Growing::objectsPerIteration)
                .isEqualTo(1.0);
    }

    @Test
    void whatEveryOtherIterationLosesGrows() {
        assertThat(growth(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6).growing())
                .singleElement()
                .extracting(LeakGrowth.Growing::objectsPerIteration)
                .satisfies(slope -> assertThat(slope).isCloseTo(0.5, within(1e-9)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatOneIterationAllocatesDoesNotGrowHoweverLate(int iteration) {
        assertThat(growth(IntStream.rangeClosed(0, 12)
                                .mapToLong(i -> i < iteration ? 5 : 1_005)
                                .toArray())
                        .growing())
                .isEmpty();
    }

    @Test
    void whatTwoIterationsAllocateDoesNotGrow() {
        assertThat(growth(0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2).growing()).isEmpty();
    }

    @Test
    void whatShrinksOrStaysDoesNotGrow() {
        assertThat(growth(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1).growing()).isEmpty();
        assertThat(growth(7, 7, 7, 7).growing()).isEmpty();
        assertThat(growth(0, 4, 8, 12, 11, 10, 9).growing()).isEmpty();
        assertThat(growth(3, 2, 1, 0).growing()).isEmpty();
    }

    @Test
    void aCacheThatIsEmptiedOnceInAWhileDoesNotGrow() {
        assertThat(growth(1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3).growing()).isEmpty();
    }

    @Test
    void theThirdsOfAnyNumberOfIterationsAreLookedAt() {
        for (int iterations = 3; iterations <= 40; iterations++) {
            int all = iterations;
            assertThat(growth(LongStream.rangeClosed(0, iterations).toArray()).growing())
                    .as("%d iterations", iterations)
                    .hasSize(1);
            assertThat(IntStream.rangeClosed(0, iterations)
                            .filter(sample -> LeakGrowth.restsOn(sample, all))
                            .count())
                    .isEqualTo(4);
        }
    }

    @Test
    void fewerIterationsThanThirdsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> growth(0, 1, 2))
                .withMessage("3 samples; expected at least 4");
    }

    @Test
    void placesThatDifferInTheirStackAreJudgedApart() {
        List<List<Leak>> samples = IntStream.rangeClosed(0, 3)
                .mapToObj(i -> List.of(
                        Leaks.of(10, 640, "vexfs_alloc", "vexfs_cache_fill"),
                        Leaks.of(i + 1, (i + 1) * 64, "vexfs_alloc", "vexfs_insert")))
                .toList();

        assertThat(LeakGrowth.of(samples).growing())
                .singleElement()
                .satisfies(
                        place -> assertThat(place.last().stack().get(1).name()).isEqualTo("vexfs_insert"));
    }

    @Test
    void aPlaceIsTheSameWhereverTheModuleIsLoaded() {
        List<List<Leak>> samples = IntStream.rangeClosed(0, 3)
                .mapToObj(i -> List.of(Leaks.with(
                        List.of(new CallSite(0x1000L * i, "vexfs_insert+0x10", Optional.empty(), true)), i + 1, i + 1)))
                .toList();

        assertThat(LeakGrowth.of(samples).growing()).hasSize(1);
    }

    @Test
    void onlyWhatGrowsCountsInAJudgement() {
        Leak steady = Leaks.of(10, 640, "vexfs_cache_fill");
        Leak growing = Leaks.of(3, 192, "vexfs_insert");

        MemoryJudgement judged = growth(0, 1, 2, 3).of(Leaks.judged(steady, growing));

        assertThat(judged.leakFindings()).containsExactly(growing);
        assertThat(judged.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judged.remarks())
                .containsExactly(
                        "10 objects of 640 bytes retained do not count, because they did not grow over 3 iterations");
    }

    @Test
    void aJudgementOfWhatDoesNotGrowPasses() {
        assertThat(growth(1, 1, 1, 1)
                        .of(Leaks.judged(Leaks.of(1, 64, "vexfs_insert")))
                        .leaks())
                .isEqualTo(Verdict.PASSED);
    }

    /** Gives what comes of a place that held so many objects before the first iteration and after each. */
    private static LeakGrowth growth(long... held) {
        return LeakGrowth.of(Arrays.stream(held)
                .mapToObj(
                        count -> count == 0 ? List.<Leak>of() : List.of(Leaks.of(count, count * BYTES, "vexfs_insert")))
                .toList());
    }
}
