package org.vexfs.trace.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Traces the module with all three scripts at once, and says now and then what goes on.
 * It writes a text result, in which each event is a line, and the capture beside it. A trace that may have missed something is
 * a warning.
 *
 * <pre>{@code mvn vexfs-trace:monitor -Dvexfs.trace.manager.duration=5min}</pre>
 */
@Mojo(name = "monitor", requiresProject = false, threadSafe = true)
public final class MonitorMojo extends AbstractTracingMojo {

    @Override
    List<String> traced() {
        return List.of("monitor");
    }
}
