package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.LineTag;

/** How a user's script and what a session needs come together. */
class CustomProgramTests {

    private static final LineTag TAG = new LineTag("0123456789abcdef");

    @Test
    void theScriptsLinesStayInTheirPlaces() {
        String script = "#define A 1\nstruct s {\n\tint a;\n};\n\nBEGIN\n{\n\tprintf(\"x\");\n}\n";

        assertThat(program(script).text().lines().toList())
                .startsWith("#define A 1", "struct s {", "\tint a;", "};", "")
                .contains("config = { perf_rb_pages = 64; } BEGIN")
                .element(7)
                .isEqualTo("\t@vexfs_trace_printed = count(); printf(\"x\");");
    }

    @Test
    void aConfigBlockOfItsOwnCountsWhole() {
        assertThat(program("config = { max_map_keys = 2 }\nBEGIN { }").text())
                .containsOnlyOnce("config =")
                .doesNotContain("perf_rb_pages");
    }

    @Test
    void aMarkerThatAsksForThemPrintsTheScriptsMaps() {
        assertThat(program("BEGIN { @b = count(); @a[1] = 2; }").text())
                .contains("printf(\"0123456789abcdef C %llu", "\t\tprint(@b);\n\t\tprint(@a);\n\t}");
    }

    @Test
    void placesInBpftracesComplaintsAreThoseOfTheUsersFile() {
        CustomProgram program = program("/* c */\nBEGIN { printf(\"x\"); nosuch(); }\n");

        String composed = program.text().lines().toList().get(1);
        int column = composed.indexOf("nosuch") + 1;
        assertThat(program.located("stdin:2:" + column + "-" + (column + 6) + ": ERROR: x"))
                .isEqualTo("my.bt:2:22-28: ERROR: x");
        assertThat(program.located("stdin:1-2: ERROR: x")).isEqualTo("my.bt:1-2: ERROR: x");
        assertThat(program.located("stdin:9:1-2: ERROR: x")).isEqualTo("what is added behind my.bt: ERROR: x");
    }

    private static CustomProgram program(String script) {
        return CustomProgram.of(CustomScript.of(Path.of("my.bt"), script), "5venw", TAG, 64);
    }
}
