package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;

class UnmatchedPatternTests {

    private static final Set<String> TRACED = Set.of("vexfs_read", "vexfs_vector_search", "vexfs_lsh_hash");
    private static final Set<String> ALL = Set.of("vexfs_read", "vexfs_vector_search", "vexfs_lsh_hash", "lock_store");

    private final Properties properties = new Properties();

    @Test
    void aMisspeltPatternOfAnOwnCategoryHasItsKeyAndTheNearestFunctions() {
        given("operations.categories.search", "vexfs_*serach*");

        assertThat(unmatched("performance"))
                .filteredOn(pattern -> !pattern.shipped())
                .containsExactly(new UnmatchedPattern(
                        "operations.categories.search",
                        "vexfs_*serach*",
                        false,
                        List.of(),
                        List.of("vexfs_vector_search", "vexfs_lsh_hash", "vexfs_read")));
    }

    @Test
    void aPatternThatMatchesAFunctionThatIsNotTracedSaysWhich() {
        given("operations.categories.lock", "lock_*");

        assertThat(unmatched("kernel"))
                .contains(new UnmatchedPattern(
                        "operations.categories.lock", "lock_*", false, List.of("lock_store"), List.of()));
    }

    @Test
    void thePatternsOfArgumentsAndTheFunctionsThemselvesAreLookedAtToo() {
        given("operations.dimension_arguments", "vexfs_knn:2,vexfs_vector_search:2");
        given("operations.size_arguments", "vexfs_pread:1");
        given("functions", "vexfs_*,vex2_*");

        assertThat(unmatched("performance"))
                .filteredOn(pattern -> !pattern.shipped())
                .extracting(pattern -> pattern.key() + " " + pattern.pattern())
                .containsExactly(
                        "functions vex2_*",
                        "operations.dimension_arguments vexfs_knn",
                        "operations.size_arguments vexfs_pread");
    }

    @Test
    void aShippedPatternThatMatchesNothingIsToldApartThoughTheUserWroteItDownAgain() {
        given("operations.categories.read", "vexfs_read,vexfs_read_iter*,vexfs_raed");

        assertThat(unmatched("performance"))
                .filteredOn(pattern -> pattern.key().equals("operations.categories.read"))
                .extracting(UnmatchedPattern::pattern, UnmatchedPattern::shipped)
                .containsExactly(tuple("vexfs_read_iter*", true), tuple("vexfs_raed", false));
    }

    @Test
    void whatNoScriptMakesUseOfIsNotLookedAt() {
        given("operations.categories.read", "vexfs_raed");
        given("memory_trace.vector_functions", "lock_store,vexfs_vectr*");

        assertThat(unmatched("memory")).extracting(UnmatchedPattern::pattern).containsExactly("vexfs_vectr*");
        assertThat(unmatched("performance"))
                .extracting(UnmatchedPattern::pattern)
                .contains("vexfs_raed")
                .doesNotContain("vexfs_vectr*");
    }

    private void given(String key, String value) {
        properties.setProperty("vexfs.trace." + key, value);
    }

    private List<UnmatchedPattern> unmatched(String script) {
        TraceConfig config = ConfigLoader.load(properties, Path.of(""), Map.of("scripts", script));
        return UnmatchedPattern.in(config, ConfigLoader.shipped(), TRACED, ALL);
    }
}
