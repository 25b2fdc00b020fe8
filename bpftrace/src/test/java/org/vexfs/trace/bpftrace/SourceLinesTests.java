package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLinesTests {

    @TempDir
    Path folder;

    private final FakeKernelFiles kernel = new FakeKernelFiles()
            .with("/sys/module/vexfs/sections/.text", "0xffffffffc03a9000\n")
            .with("/sys/module/vexfs/notes/.note.gnu.build-id", "GNU\0\u00e1\u00ff\u0001");

    @Test
    void aModuleThatIsNotLoadedHasNoLinesAndTheReasonIsGiven() {
        SourceLines lines = SourceLines.of("other", Optional.of(folder.resolve("other.ko")), kernel);

        assertThat(lines.reason()).startsWith("the module's sections cannot be read: ");
        assertThat(lines.at(0xffffffffc03a9010L)).isEmpty();
    }

    @Test
    void aFileOfAnotherBuildIsNotUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("vexfs.ko"), "another build");

        assertThat(SourceLines.of("vexfs", Optional.of(file), kernel).reason())
                .isEqualTo(file + " is not the module that is loaded: their build ids differ");
    }

    @Test
    void aFileThatIsMissingIsReported() {
        assertThat(SourceLines.of("vexfs", Optional.of(folder.resolve("vexfs.ko")), kernel)
                        .reason())
                .startsWith("the build id cannot be compared: ");
    }

    @Test
    void aModuleThatIsNotInstalledIsToBeNamed() {
        kernel.with("/sys/module/no_such_module/sections/.text", "0xffffffffc03a9000\n");

        assertThat(SourceLines.of("no_such_module", Optional.empty(), kernel).reason())
                .isEqualTo("no no_such_module.ko below /lib/modules; name it with -Dvexfs.trace.module_file=FILE");
    }

    @Test
    void anAddressOutsideTheModulesCodeHasNoLine() throws IOException {
        Path file = folder.resolve("vexfs.ko");
        Files.write(file, "xxGNU\0\u00e1\u00ff\u0001yy".getBytes(StandardCharsets.ISO_8859_1));
        SourceLines lines = SourceLines.of("vexfs", Optional.of(file), kernel);

        assertThat(lines.reason()).isEmpty();
        assertThat(lines.at(0xffffffffc0000000L)).isEmpty();
    }

    @Test
    void withoutSourcesNoAddressHasALine() {
        SourceLines none = SourceLines.none("no debug info");

        assertThat(none.at(1)).isEmpty();
        assertThat(none.reason()).isEqualTo("no debug info");
    }
}
