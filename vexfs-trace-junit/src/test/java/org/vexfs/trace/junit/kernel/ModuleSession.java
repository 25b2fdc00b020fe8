package org.vexfs.trace.junit.kernel;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;

/** A live session on the example module, configured by the settings given. */
final class ModuleSession implements AutoCloseable {

    /** The emulated CPU of the VM takes its time. */
    static final Map<String, String> PATIENT = Map.of(
            "bpftrace.start_timeout", "600s",
            "bpftrace.answer_timeout", "120s");

    private final TraceConfig config;
    private final LiveSession session;

    private ModuleSession(TraceConfig config, LiveSession session) {
        this.config = config;
        this.session = session;
    }

    static ModuleSession start(Path folder, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(PATIENT);
        all.put("general.output_dir", "out");
        all.putAll(settings);
        TraceConfig config = ConfigLoader.load(System.getProperties(), folder, all);
        return new ModuleSession(config, LiveSession.start(config));
    }

    LiveWindow open(String test) throws Exception {
        return session.open(new TestId(test, test, 1), config);
    }

    /** Closes a window, and gives what its memory comes to. */
    static MemoryJudgement memory(LiveWindow window) {
        return window.close().memory().orElseThrow();
    }

    /** Gives the same settings as system properties, for tests that run through JUnit's launcher. */
    static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        PATIENT.forEach((key, value) -> properties.put("vexfs.trace." + key, value));
        return properties;
    }

    @Override
    public void close() {
        session.close();
    }
}
