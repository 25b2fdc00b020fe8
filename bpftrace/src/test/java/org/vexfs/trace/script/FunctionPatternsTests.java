package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionPatternsTests {

    private static final List<String> WANTED =
            List.of("vexfs_open", "vexfs_hnsw_insert", "vexfs_hnsw_clear", "vexfs_insert", "vexfs_release");

    @Test
    void whereNobodyElseBeginsLikeThemOnePatternMatchesAll() {
        assertThat(FunctionPatterns.matching(WANTED, List.of("vfree", "wexfs_open")))
                .containsExactly("vexfs_*");
    }

    @Test
    void whatOthersBeginWithIsLeftOutByLongerBeginnings() {
        assertThat(FunctionPatterns.matching(WANTED, List.of("vexfs_helper_free", "vfree")))
                .containsExactly("vexfs_hnsw_*", "vexfs_insert", "vexfs_open", "vexfs_release");
    }

    @Test
    void aNameThatOthersContinueStandsAsItIs() {
        assertThat(FunctionPatterns.matching(
                        List.of("vexfs_open", "vexfs_open_file", "vexfs_open_folder"), List.of("vexfs_opened")))
                .containsExactly("vexfs_open", "vexfs_open_f*");
    }

    @Test
    void aNameThatAnotherFunctionHasTooStandsAsItIs() {
        assertThat(FunctionPatterns.matching(List.of("vexfs_open", "vexfs_read"), List.of("vexfs_open", "vexfs_read")))
                .containsExactly("vexfs_open", "vexfs_read");
    }

    @Test
    void aSingleFunctionIsItsOwnPattern() {
        assertThat(FunctionPatterns.matching(List.of("next_word"), List.of())).containsExactly("next_word");
    }
}
