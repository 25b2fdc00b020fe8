package org.vexfs.trace.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Traces how long the module's operations take, and where they wait.
 * It writes a text result, in which each event is a line, and the capture beside it. A trace that may have missed something is
 * a warning.
 *
 * <pre>{@code mvn vexfs-trace:performance -Dvexfs.trace.manager.duration=30}</pre>
 */
@Mojo(name = "performance", requiresProject = false, threadSafe = true)
public final class PerformanceMojo extends AbstractTracingMojo {

    @Override
    List<String> traced() {
        return List.of("performance");
    }
}
