package org.vexfs.trace.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Ends all traces that the trace manager runs on this machine, and waits until each has written its report. It fails the build
 * where one could not be ended.
 *
 * <pre>{@code mvn vexfs-trace:stop}</pre>
 */
@Mojo(name = "stop", requiresProject = false, threadSafe = true)
public final class StopMojo extends AbstractManagerMojo {

    /**
     * How many seconds a trace may take to end before it is killed.
     *
     * <pre>{@code <timeout>10</timeout>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.timeout", defaultValue = "120")
    private String timeout;

    @Override
    List<String> command() {
        return List.of("stop", "--timeout=" + timeout);
    }
}
