package org.vexfs.trace.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of some kilobytes, which a test can fill up or make read-only. */
public final class SmallDisk implements AutoCloseable {

    private static final int PAGE = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one on a folder, which is made if need be; skips the test where that is not permitted. */
    public static SmallDisk mountedOn(Path folder, int kilobytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "vexfs-trace-test", folder.toString()),
                "a file system cannot be mounted here");
        return new SmallDisk(folder);
    }

    /** Leaves not a byte of room. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
            while (true) {
                filler.write(new byte[PAGE]);
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Makes room again. */
    public void empty() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    /** Lets nobody write any more, not even root. */
    public void makeReadOnly() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                run("mount", "-o", "remount,ro", folder.toString()), "a file system cannot be made read-only here");
    }

    /** Unmounts it, whoever still has files of it open. */
    @Override
    public void close() throws IOException {
        boolean unmounted = false;
        try {
            unmounted = run("umount", "--lazy", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!unmounted) {
            throw new IOException(folder + " could not be unmounted");
        }
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
