package org.vexfs.trace.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class OutputFileTests {

    private static final int NOBODY = 65_534;

    @TempDir
    private Path folder;

    private Path victim;

    @BeforeEach
    void writeVictim() throws IOException {
        victim = Files.writeString(folder.resolve("victim"), "precious");
    }

    /** Every way to write. */
    enum Way {
        CREATE {
            @Override
            void write(Path file) throws IOException {
                close(OutputFile.create(file));
            }
        },
        APPEND {
            @Override
            void write(Path file) throws IOException {
                close(OutputFile.append(file));
            }
        },
        REPLACE {
            @Override
            void write(Path file) throws IOException {
                OutputFile.replace(file, "written");
            }
        };

        abstract void write(Path file) throws IOException;

        private static void close(OutputStream stream) throws IOException {
            try (stream) {
                stream.write("written".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotThereIsCreated(Way way) throws IOException {
        way.write(folder.resolve("a.jsonl"));

        assertThat(folder.resolve("a.jsonl")).hasContent("written");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @ParameterizedTest
    @EnumSource
    void aLinkIsNotFollowed(Way way) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);

        assertThatIOException().isThrownBy(() -> way.write(link));
        assertThat(victim).hasContent("precious");
    }

    @ParameterizedTest
    @EnumSource
    void aLinkThatLeadsNowhereMakesNoFileThere(Way way) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("cron.d"));

        assertThatIOException().isThrownBy(() -> way.write(link));
        assertThat(folder.resolve("cron.d")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatHasASecondNameHereIsLeftAsItIsForRoot(Way way) throws IOException {
        assumeRoot();
        Path second = Files.createLink(folder.resolve("second"), victim);

        try {
            way.write(second);
        } catch (IOException refused) {
            assertThat(way).isNotEqualTo(Way.REPLACE);
        }

        assertThat(victim).hasContent("precious");
    }

    /** Whoever opens a pipe waits until somebody reads it. */
    @ParameterizedTest
    @EnumSource
    void anotherUsersPipeDoesNotHoldRootUp(Way way) throws Exception {
        assumeRoot();
        Path pipe = folder.resolve("pipe");
        run("mkfifo", pipe.toString());
        givenToNobody(pipe);

        assertThatIOException().isThrownBy(() -> way.write(pipe));
    }

    @Test
    void anotherUsersFileIsNotAppendedToByRoot() throws IOException {
        assumeRoot();
        givenToNobody(victim);

        assertThatIOException()
                .isThrownBy(() -> OutputFile.append(victim))
                .withMessage(victim
                        + " is not a file that root alone has written. Remedy: remove it, and see who put it there.");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void whatWasWrittenBeforeIsAppendedTo() throws IOException {
        Way.APPEND.write(folder.resolve("a.jsonl"));
        Way.APPEND.write(folder.resolve("a.jsonl"));

        assertThat(folder.resolve("a.jsonl")).hasContent("writtenwritten");
    }

    @Test
    void aFolderBehindAnotherUsersLinkIsNotWrittenToByRoot() throws IOException {
        assumeRoot();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("vexfs-trace"), elsewhere);
        givenToNobody(link);

        assertThatIOException()
                .isThrownBy(() -> OutputFile.createFolders(link))
                .withMessageContaining(link + " is a link that another user put there");
        assertThatIOException().isThrownBy(() -> OutputFile.createFolders(link.resolve("findings")));
        assertThatIOException().isThrownBy(() -> OutputFile.replace(link.resolve("index.html"), "written"));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aFolderBehindOnesOwnLinkIsWrittenTo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("target"), elsewhere);

        OutputFile.replace(link.resolve("vexfs-trace/index.html"), "written");

        assertThat(elsewhere.resolve("vexfs-trace/index.html")).hasContent("written");
    }

    @Test
    void aFileInPlaceOfAFolderIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> OutputFile.createFolders(victim.resolve("below")))
                .withMessageContaining(victim.toString());
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-rw-, rw-r--r--", "rw-------, rw-------"})
    void whatRootReplacesKeepsItsRightsButNobodyElsesToWrite(String before, String after) throws IOException {
        assumeRoot();
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString(before));

        OutputFile.replace(victim, "written");

        assertThat(rights(victim)).isEqualTo(after);
    }

    @ParameterizedTest(name = "umask {0}, by sudo: {1}")
    @CsvSource({
        "000, true,  rw-r--r--, rwxr-xr-x",
        "022, true,  rw-r--r--, rwxr-xr-x",
        "077, true,  rw-r--r--, rwxr-xr-x",
        "000, false, rw-r--r--, rwxr-xr-x",
        "077, false, rw-------, rwx------"
    })
    void whatRootWritesIsForItsInvokerToReadAndForNobodyElseToChange(
            String umask, boolean bySudo, String fileRights, String folderRights) throws Exception {
        assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path output = folder.resolve("target/vexfs-trace");
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh",
                "-c",
                "umask " + umask + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingJvm.class.getName(),
                output.toString());
        builder.environment().remove("SUDO_UID");
        if (bySudo) {
            builder.environment().put("SUDO_UID", Integer.toString(NOBODY));
        }
        assertThat(builder.inheritIO().start().waitFor()).isZero();

        assertThat(rights(output)).isEqualTo(folderRights);
        assertThat(rights(output.getParent())).isEqualTo(folderRights);
        for (Way way : Way.values()) {
            Path file = output.resolve(way.name());
            assertThat(rights(file)).isEqualTo(fileRights);
            assertThat(run("setpriv", "--reuid=" + NOBODY, "--clear-groups", "cat", file.toString()))
                    .isEqualTo(bySudo || umask.equals("000"));
        }
    }

    /** Writes in every way. */
    static final class WritingJvm {

        private WritingJvm() {}

        public static void main(String[] arguments) throws IOException {
            Path output = Path.of(arguments[0]);
            OutputFile.createFolders(output);
            for (Way way : Way.values()) {
                way.write(output.resolve(way.name()));
            }
        }
    }

    private static void assumeRoot() throws IOException {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root has to beware of what others put there. Remedy: run this as root")
                .isZero();
    }

    private static void givenToNobody(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(words))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
