package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationCategory;

class CategorizedFunctionsTests {

    private final CategorizedFunctions functions = CategorizedFunctions.of(
            Set.of("vexfs_open", "vexfs_vector_search", "vexfs_hnsw_search", "vexfs_unlock_store"),
            ConfigLoader.shipped().operations());

    @Test
    void aFunctionIsInEveryCategoryOfWhichItMatchesAPattern() {
        assertThat(functions.byCategory())
                .containsOnlyKeys(OperationCategory.values())
                .hasEntrySatisfying(
                        OperationCategory.SEARCH,
                        names -> assertThat(names).containsExactly("vexfs_hnsw_search", "vexfs_vector_search"))
                .hasEntrySatisfying(
                        OperationCategory.HNSW_SEARCH,
                        names -> assertThat(names).containsExactly("vexfs_hnsw_search"))
                .hasEntrySatisfying(
                        OperationCategory.METADATA, names -> assertThat(names).isEmpty());
    }

    @Test
    void whatIsOfNoCategoryIsAmongTheOthers() {
        assertThat(functions.others()).containsExactly("vexfs_open");
    }
}
