package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who is not root and uses no sudo. */
class NotRootTests {

    @TempDir
    private Path folder;

    @Test
    void isToldThatRootIsNeededAndHowToGetIt() throws Exception {
        Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can become another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (TestJvm jvm = TestJvm.start(
                TestJvm.AS_NOBODY, TestJvm.readableClassPath(folder), Map.of(), TracedTestCase.class, folder)) {

            assertThat(jvm.await("failure "))
                    .contains("- rights: this process belongs to 'nobody', and bpftrace needs root")
                    .contains("Remedy: run as root, or allow sudo without a password and set"
                            + " -Dvexfs.trace.bpftrace=\"sudo -n bpftrace\"");
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    static class TracedTestCase {

        @Test
        void traced() {}
    }
}
