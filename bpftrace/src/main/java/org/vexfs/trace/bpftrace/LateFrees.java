package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel to carry out what it put off, so that what is still held afterwards is held by the module. */
public final class LateFrees {

    private static final Logger LOGGER = LoggerFactory.getLogger(LateFrees.class);
    private static final Path RCU_BARRIER = Path.of("/sys/module/rcutree/parameters/do_rcu_barrier");
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private LateFrees() {}

    /** Writes back all file systems and, where the kernel offers it, waits for every RCU callback. */
    public static void syncAndWaitForRcu() {
        try {
            Command.run(List.of("sync"), TIMEOUT);
        } catch (IOException e) {
            LOGGER.warn("sync failed: {}", e.getMessage());
        }
        write(RCU_BARRIER, "1");
    }

    /** Drops unused dentries and inodes, and gives whether the kernel let us. */
    public static boolean reclaim() {
        return write(DROP_CACHES, "2");
    }

    private static boolean write(Path file, String value) {
        if (!Files.isWritable(file)) {
            return false;
        }
        try {
            Files.writeString(file, value);
            return true;
        } catch (IOException e) {
            LOGGER.debug("writing {} failed", file, e);
            return false;
        }
    }
}
