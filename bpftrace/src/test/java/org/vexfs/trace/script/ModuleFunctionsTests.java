package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleFunctionsTests {

    private static final List<String> NAMES = List.of("vexfs_open", "vexfs_exit", "next_word");

    @Test
    void thoseAreSelectedThatMatchAndCanBeTraced() {
        ModuleFunctions functions = ModuleFunctions.select(
                "vexfs", NAMES, Optional.of("vexfs_open [vexfs]\nnext_word [vexfs]\nkfree\n"), List.of("vexfs_*"));

        assertThat(functions.all()).containsExactly("next_word", "vexfs_exit", "vexfs_open");
        assertThat(functions.traceable()).containsExactly("next_word", "vexfs_open");
        assertThat(functions.selected()).containsExactly("vexfs_open");
        assertThat(functions.probed()).containsExactly("vexfs_*");
        assertThat(functions.listed()).isTrue();
    }

    @Test
    void whereNobodySaysWhichCanBeTracedAllAreTakenToBe() {
        ModuleFunctions functions =
                ModuleFunctions.select("vexfs", NAMES, Optional.empty(), List.of("vexfs_*", "next_*"));

        assertThat(functions.selected()).containsExactly("next_word", "vexfs_exit", "vexfs_open");
        assertThat(functions.listed()).isFalse();
    }

    @Test
    void patternsThatMatchOthersFunctionsTooAreNarrowed() {
        ModuleFunctions functions = ModuleFunctions.select(
                "vexfs",
                NAMES,
                Optional.of("vexfs_open [vexfs]\nvexfs_close [vexfs_helper]\nvexfs_late\n"),
                List.of("vexfs_*"));

        assertThat(functions.selected()).containsExactly("vexfs_open");
        assertThat(functions.probed()).containsExactly("vexfs_open");
    }

    /** A module's symbols may be called anything; a program that named these would be another program. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vexfs_{system(\"id\")}",
                "vexfs_\"",
                "vexfs_\\",
                "vexfs_*",
                "vexfs_*/",
                "vexfs_$(id)",
                "vexfs_,kprobe:do_exit",
                "vexfs_\u001b[2J",
                "vexfs_größe"
            })
    void aFunctionThatNoProgramCanNameIsLeftOut(String hostile) {
        ModuleFunctions functions = ModuleFunctions.select(
                "vexfs",
                List.of("vexfs_open", hostile),
                Optional.of("vexfs_open [vexfs]\n" + hostile + " [vexfs]\nvexfs_late\n"),
                List.of("vexfs_*"));

        assertThat(functions.selected()).containsExactly("vexfs_open");
        assertThat(functions.all()).contains(hostile);
        assertThat(ScriptValue.kprobes(functions.probed()).text()).isEqualTo("kprobe:vexfs_open");
    }

    @Test
    void whereNoneMatchesNoneIsSelected() {
        ModuleFunctions functions = ModuleFunctions.select(
                "vexfs", NAMES, Optional.of("vexfs_open [vexfs]\next4_open\n"), List.of("ext4_*"));

        assertThat(functions.selected()).isEmpty();
        assertThat(functions.traceable()).containsExactly("vexfs_open");
    }
}
