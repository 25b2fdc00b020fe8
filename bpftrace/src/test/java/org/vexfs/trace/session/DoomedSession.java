package org.vexfs.trace.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;

/** A JVM that opens a window on this machine's own kernel, and waits to be killed within it. */
final class DoomedSession {

    static final TestId TEST = new TestId("[test:doomed]", "Doomed.test", 1);

    private DoomedSession() {}

    /** Takes the folder to work in, and the words that start bpftrace. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TraceConfig config = ConfigLoader.load(new Properties(), folder, Map.of());
        BpftraceCommand command = new BpftraceCommand(List.of(arguments).subList(1, arguments.length));
        LiveSession session = LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> {});
        LiveWindow window = session.open(TEST, config);
        System.out.println(ProcessHandle.current()
                .children()
                .map(child -> Long.toString(child.pid()))
                .reduce((one, other) -> one + " " + other)
                .orElseThrow());
        new CountDownLatch(1).await();
        window.close();
    }
}
