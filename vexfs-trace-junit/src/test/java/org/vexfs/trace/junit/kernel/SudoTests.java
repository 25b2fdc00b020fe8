package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.KernelTest;

/** A user without rights of its own, who may use sudo without a password. */
@KernelTest
@Timeout(1200)
class SudoTests {

    private static final Path RULE = Path.of("/etc/sudoers.d/vexfs-trace-test");

    @TempDir
    private Path folder;

    @Test
    void tracesWithSudo() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/sudo")), "sudo is not installed here");
        Files.writeString(RULE, "nobody ALL=(ALL) NOPASSWD: ALL\n");
        Files.setPosixFilePermissions(Path.of("/dev/vexfs"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (TestJvm jvm = TestJvm.start(
                TestJvm.AS_NOBODY,
                TestJvm.readableClassPath(folder),
                Map.of("vexfs.trace.bpftrace", "sudo -n bpftrace"),
                SudoTestCases.class,
                folder)) {
            assertThat(jvm.await("user ")).isEqualTo("nobody");
            assertThat(jvm.remainingOutput()).isEmpty();
        } finally {
            Files.delete(RULE);
        }

        List<TestRun> runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        assertThat(runs).extracting(TestRun::verdict).containsExactlyInAnyOrder(Verdict.PASSED, Verdict.FAILED);
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().command().orElse("").endsWith("/bpftrace"));
    }
}
