package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.config.Suppression;

class SuppressionsTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final Leak CACHE = Leaks.of(3, 192, "vexfs_cache_fill", "vexfs_search");
    private static final Leak INSERT = Leaks.of(1, 100, "vexfs_insert");

    @Test
    void theLeaksThatMatchDoNotCountAndTheRestDoes() {
        MemoryJudgement judged = apply(Leaks.judged(CACHE, INSERT), Suppression.of("vexfs_cache_*", "filled once"));

        assertThat(judged.leakFindings()).containsExactly(INSERT);
        assertThat(judged.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judged.remarks())
                .containsExactly("3 objects of 192 bytes held do not count, by the suppression of vexfs_cache_*"
                        + " (filled once)");
    }

    @Test
    void whereNothingElseIsHeldTheVerdictIsPassed() {
        assertThat(apply(Leaks.judged(CACHE), Suppression.of("vexfs_cache_*", "filled once"))
                        .leaks())
                .isEqualTo(Verdict.PASSED);
    }

    @Test
    void aTraceWithGapsStaysInconclusive() {
        MemoryJudgement judged = Leaks.judged(List.of(new Gap("something was missed", "look")), CACHE);

        assertThat(apply(judged, Suppression.of("vexfs_cache_*", "filled once")).leaks())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vexfs_cache_fill",
                "vexfs_search",
                "*",
                "*_fill",
                "vexfs_*_fill",
                "vexfs_cache_fill*",
                "v*s*c*fill"
            })
    void aPatternIsOfAWholeNameAnywhereOnTheStack(String function) {
        assertThat(apply(Leaks.judged(CACHE), Suppression.of(function, "known")).leakFindings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vexfs_cache", "cache_fill", "vexfs.cache_fill", "*_fil", "vexfs_cache_fill_*"})
    void aPartOfANameDoesNotMatch(String function) {
        assertThat(apply(Leaks.judged(CACHE), Suppression.of(function, "known")).leakFindings())
                .containsExactly(CACHE);
    }

    @Test
    void aFunctionOutsideOfTheModuleDoesNotMatch() {
        Leak leak = Leaks.with(
                List.of(
                        new CallSite(1, "vexfs_insert+0x10", Optional.empty(), true),
                        new CallSite(2, "do_syscall_64+0x82", Optional.empty(), false)),
                1,
                64);

        assertThat(apply(Leaks.judged(leak), Suppression.of("do_syscall_64", "known"))
                        .leakFindings())
                .containsExactly(leak);
    }

    @Test
    void aSizeIsThatOfEachObject() {
        Suppression cache = Suppression.of("vexfs_cache_*", "known");

        assertThat(apply(Leaks.judged(CACHE), cache.withSize(64)).leakFindings())
                .isEmpty();
        assertThat(apply(Leaks.judged(CACHE), cache.withSize(192)).leakFindings())
                .containsExactly(CACHE);
        assertThat(apply(Leaks.judged(Leaks.of(3, 193, "vexfs_cache_fill")), cache.withSize(64))
                        .leakFindings())
                .hasSize(1);
    }

    @Test
    void anExpiredOneSuppressesNothingAndIsTold() {
        MemoryJudgement judged = apply(
                Leaks.judged(CACHE),
                Suppression.of("vexfs_cache_*", "filled once").until(TODAY.minusDays(1)));

        assertThat(judged.leakFindings()).containsExactly(CACHE);
        assertThat(judged.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judged.remarks())
                .containsExactly("the suppression of vexfs_cache_* (filled once) expired on 2026-11-23 and suppresses"
                        + " nothing any more");
    }

    @Test
    void whereNothingMatchesTheJudgementIsTheSame() {
        MemoryJudgement judged = Leaks.judged(INSERT);

        assertThat(apply(
                        judged,
                        Suppression.of("vexfs_cache_*", "known"),
                        Suppression.of("vexfs_c*", "known").until(TODAY.minusDays(1))))
                .isSameAs(judged);
    }

    @Test
    void anAssertionTellsOfEachThatIsOfNoUse() {
        MemoryJudgement judged = Suppressions.of(
                        Suppression.of("vexfs_insert", "known"),
                        Suppression.of("vexfs_cache_*", "filled once").withSize(64),
                        Suppression.of("vexfs_c*", "old").until(TODAY.minusDays(1)))
                .applyEach(Leaks.judged(INSERT), TODAY);

        assertThat(judged.leaks()).isEqualTo(Verdict.PASSED);
        assertThat(judged.remarks())
                .containsExactly(
                        "1 object of 100 bytes held do not count, by the suppression of vexfs_insert (known)",
                        "the suppression of vexfs_cache_* of 64 bytes (filled once) matched nothing",
                        "the suppression of vexfs_c* (old) expired on 2026-11-23 and suppresses nothing any more");
    }

    @Test
    void oneWhoseLeaksAnotherOneTakesIsUsedTooAndTheyCountOnce() {
        Suppression wide = Suppression.of("vexfs_*", "wide");
        Suppression narrow = Suppression.of("vexfs_cache_*", "narrow");
        Suppression expired = Suppression.of("vexfs_search", "old").until(TODAY.minusDays(1));
        Suppressions suppressions = Suppressions.of(wide, narrow, expired, Suppression.of("other", "none"));

        assertThat(suppressions.used(Leaks.judged(CACHE), TODAY)).containsExactly(wide, narrow);
        assertThat(suppressions.apply(Leaks.judged(CACHE), TODAY).remarks())
                .singleElement()
                .asString()
                .endsWith("(wide)");
    }

    @Test
    void noneSuppressNothing() {
        MemoryJudgement judged = Leaks.judged(CACHE);

        assertThat(Suppressions.none().applyEach(judged, TODAY)).isSameAs(judged);
    }

    private static MemoryJudgement apply(MemoryJudgement judgement, Suppression... suppressions) {
        return Suppressions.of(suppressions).apply(judgement, TODAY);
    }
}
