package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.event.CustomMap;

/** What a user's script may do, and what is known of it before it runs. */
class CustomScriptTests {

    private static final Path FILE = Path.of("my.bt");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEGIN { exit(); }|exit() would end the trace",
                "BEGIN { exit (); }|exit() would end the trace",
                "BEGIN { @x = $1; }|no parameters",
                "BEGIN { system(\"ls\"); }|--unsafe",
                "config = { missing_probes = \"ignore\" } BEGIN { }|missing_probes",
                "BEGIN { } }|a block ends here that has not begun",
                "BEGIN { {|the block that begins here does not end",
                "BEGIN { } /* |the comment that begins here does not end",
                "BEGIN { printf(\"a); }|the string that begins here does not end",
                "BEGIN { 1 ? printf(\"a\") : 0; }|must be a statement of its own",
                "BEGIN { @vexfs_trace_printed = 1; }|which is the library's",
                "struct a { int b; };|it probes nothing"
            })
    void whatCannotBeTracedIsRefusedWithItsLine(String script, String why) {
        assertThatThrownBy(() -> CustomScript.of(FILE, script))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("my.bt", "line 1", why);
    }

    @Test
    void aMacroThatReplacesAWordOfWhatIsAddedIsRefused() {
        assertThatThrownBy(() -> CustomScript.of(FILE, "\n#define printf print\nBEGIN { }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("line 2", "'printf' is defined anew");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN { printf(\"exit() } $1 system(\\\"x\\\") {\"); }",
                "/* exit(); } */ BEGIN { }",
                "BEGIN { } // exit(); {",
                "tracepoint:syscalls:sys_enter_exit { @exit = count(); }",
                "uprobe:/usr/lib/*/libc.so.6:malloc { @ = count(); }",
                "#!/usr/bin/env bpftrace\nBEGIN { }"
            })
    void whatOnlyLooksLikeItIsTaken(String script) {
        assertThat(CustomScript.of(FILE, script).file()).isEqualTo(FILE);
    }

    @Test
    void ofAMapItIsKnownWhetherTheScriptOnlyAddsToIt() {
        CustomScript script = CustomScript.of(FILE, """
                BEGIN { @c = count(); @s[pid, @k[1]] = sum(2); @h=hist(1); @n++; @m = max(1); @start[tid] = nsecs;
                	@d = count(); clear(@d); @e[1] = count(); delete(@e[1]); /* @no = 1 */ if (@c == 1) { @n += 2; } }
                """);

        assertThat(script.maps())
                .containsExactly(
                        new CustomMap("@c", true),
                        new CustomMap("@s", true),
                        new CustomMap("@k", true),
                        new CustomMap("@h", true),
                        new CustomMap("@n", true),
                        new CustomMap("@m", false),
                        new CustomMap("@start", false),
                        new CustomMap("@d", false),
                        new CustomMap("@e", false));
    }

    @Test
    void patternsOfFunctionsAreKnownWithTheirLines() {
        CustomScript script = CustomScript.of(
                FILE, "kprobe:a_*,\nkretprobe:b_*/pid == 1/ { }\ntracepoint:kmem:* { }\nkprobe:c { @x = 2 * 3; }");

        assertThat(script.patterns()).hasSize(2).containsEntry("kprobe:a_*", 1).containsEntry("kprobe:b_*", 2);
    }

    @Test
    void aFileThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> CustomScript.read(folder)).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> CustomScript.read(folder.resolve("none.bt"))).hasMessageContaining("no such file");
        Path large = Files.writeString(folder.resolve("large.bt"), "BEGIN { }" + " ".repeat(100_000));
        assertThatThrownBy(() -> CustomScript.read(large)).hasMessageContaining("100009 bytes");
        Path binary = Files.write(folder.resolve("binary.bt"), new byte[] {(byte) 0xff, 1});
        assertThatThrownBy(() -> CustomScript.read(binary)).hasMessageContaining("not UTF-8");
    }
}
