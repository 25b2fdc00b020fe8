package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputPipeTests {

    private final byte[] bytes = new byte[64 * 1024];

    @TempDir
    private Path folder;

    @Test
    void whatWasReadIsHeldUntilItIsHandedOn() throws Exception {
        try (OutputPipe pipe = pipe("printf 'one\\ntwo\\nthr'; await more; printf 'ee\\n'; await end")) {
            assertThat(next(pipe)).isEqualTo("one\ntwo\nthr");
            assertThat(held(pipe)).isEqualTo("one\ntwo\nthr");

            pipe.handedOn();

            assertThat(held(pipe)).as("a line that is not whole").isEqualTo("thr");
            allow("more");
            assertThat(next(pipe)).isEqualTo("ee\n");
            assertThat(held(pipe)).isEqualTo("three\n");

            pipe.handedOn();

            assertThat(held(pipe)).isEmpty();
            allow("end");
            assertThat(pipe.read(bytes)).isNegative();
        }
    }

    @Test
    void linesOfAnyLengthPass() throws Exception {
        String line = "x".repeat(99_999);
        Path lines = Files.writeString(folder.resolve("lines"), (line + "\n" + "short\n".repeat(50_000)).repeat(3));
        StringBuilder read = new StringBuilder();
        try (OutputPipe pipe = pipe("await more; cat lines; await end")) {
            allow("more");
            while (read.length() < Files.size(lines)) {
                read.append(next(pipe));
                pipe.handedOn();
            }
            assertThat(held(pipe)).isEmpty();
            allow("end");
            assertThat(pipe.read(bytes)).isNegative();
        }
        assertThat(read.toString()).isEqualTo(Files.readString(lines));
    }

    /** Starts a script in the folder, in which it can await to be allowed something. */
    private OutputPipe pipe(String script) throws IOException {
        Path fake = FakeExecutable.in(
                folder,
                "bpftrace",
                "cd '" + folder + "'\nawait() { until [ -e \"$1\" ]; do sleep 0.05; done; }\n" + script);
        BpftraceCommand command = new BpftraceCommand(List.of(fake.toString()));
        return OutputPipe.of(new ProcessBuilder(command.words()).start(), command);
    }

    private void allow(String what) throws IOException {
        Files.createFile(folder.resolve(what));
    }

    private String next(OutputPipe pipe) throws IOException {
        return new String(bytes, 0, pipe.read(bytes), StandardCharsets.UTF_8);
    }

    private static String held(OutputPipe pipe) throws IOException {
        return Files.readString(pipe.pending().orElseThrow()).replace("\0", "");
    }
}
