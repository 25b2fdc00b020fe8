package org.vexfs.trace.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.testing.HostBpftrace;

/**
 * Traced tests live on this machine's own kernel: a function of it stands in the module's place, in the trace that the
 * extension starts.
 */
public final class HostKernel implements BeforeAllCallback {

    /** The property that names the folder of the machine's locks, where it is not each run's own. */
    static final String LOCKS = "test.locks";

    private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

    /** Gives the properties of a run of such tests. */
    public static Map<String, String> properties() {
        return new HashMap<>(Map.of(
                "vexfs.trace.module",
                "host",
                "vexfs.trace.bpftrace",
                HostBpftrace.command().toString(),
                HostBpftrace.PROPERTY,
                HostBpftrace.command().toString(),
                "vexfs.trace.memory_trace.settle.wait",
                "50ms",
                "vexfs.trace.memory_trace.settle.reclaim",
                "false"));
    }

    /** Makes the kernel allocate and free an object, and allocate so many more, which it holds until they are released. */
    static void hold(int objects) throws IOException {
        HostTarget.allocate().close();
        for (int i = 0; i < objects; i++) {
            HELD.add(HostTarget.allocate());
        }
    }

    /** Lets the kernel free what is held. */
    static void release() throws IOException {
        for (FileChannel held : HELD) {
            held.close();
        }
        HELD.clear();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(TestWindows.NAMESPACE)
                .getOrComputeIfAbsent(
                        TraceSessions.class, key -> new TraceSessions(HostKernel::start), TraceSessions.class);
    }

    private static LiveSession start(TraceConfig config, Consumer<String> killed, BiConsumer<TestId, Alert> alerted)
            throws TraceUnavailableException {
        try {
            String locks = System.getProperty(LOCKS);
            return locks == null ? HostTarget.start(config) : HostTarget.start(config, Path.of(locks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
