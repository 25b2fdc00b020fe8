package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptValueTests {

    @Test
    void anAddressIsHexadecimalAndUnsigned() {
        assertThat(ScriptValue.address(0xffffffffc0a01000L).text()).isEqualTo("0xffffffffc0a01000");
        assertThat(ScriptValue.address(0).text()).isEqualTo("0x0");
    }

    @Test
    void aNumberIsDecimal() {
        assertThat(ScriptValue.number(65536).text()).isEqualTo("65536");
    }

    @ParameterizedTest
    @CsvSource({"vexfs, \"vexfs\"", "vexfs_deadlock_fix, \"vexfs_deadlock_fix\"", "snd-hda-intel, \"snd_hda_intel\""})
    void aModulesNameIsAStringAsTheKernelShowsIt(String name, String text) {
        assertThat(ScriptValue.moduleName(name).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "vexfs ",
                "vexfs\"",
                "vexfs\" || 1 /* ",
                "vexfs\\",
                "vexfs\n",
                "vexfs*/",
                "*",
                "$(reboot)",
                "`reboot`",
                "vexfs;reboot",
                "../vexfs",
                "vexfs/sections",
                "vexfs\u0000",
                "vexfß",
                "véxfs",
                "\u202Evexfs",
                "1234567890123456789012345678901234567890123456789012345_",
            })
    void aNameThatNoModuleCanHaveIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptValue.moduleName(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("expected up to 55 of A-Z a-z 0-9 _ -");
    }

    @Test
    void functionsBecomeOneKprobeEach() {
        assertThat(ScriptValue.kprobes(List.of("vexfs_*", "next_word", "descend.isra.0"))
                        .text())
                .isEqualTo("kprobe:vexfs_*,\nkprobe:next_word,\nkprobe:descend.isra.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "vexfs_* { system(\"reboot\"); }",
                "vexfs:*",
                "vexfs_*\n",
                "vexfs,kprobe:x",
                "vexfs_*/",
                "vexfs/*",
                "$(reboot)",
                "\"vexfs\"",
                "vexfs\\",
                "vexfs_?",
                "vexfs_[a-z]",
                "0vexfs",
                ".vexfs",
                "vexfs_größe",
                "vexfs -x",
            })
    void aPatternThatNoFunctionCanMatchIsRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptValue.kprobes(List.of("vexfs_ok", pattern)))
                .withMessageContaining("'" + pattern + "'")
                .withMessageContaining("expected A-Z a-z 0-9 _ . and *");
    }

    @Test
    void aFunctionsNameHasAtMost128Characters() {
        assertThat(ScriptValue.requireFunctionPattern("v".repeat(128))).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> ScriptValue.requireFunctionPattern("v".repeat(129)));
    }

    @Test
    void noFunctionAtAllIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptValue.kprobes(List.of()))
                .withMessage("no function to probe");
    }
}
