package org.vexfs.trace.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Traces the module with one of the scripts for a while.
 * It writes a text result, in which each event is a line, and the capture beside it. A trace that may have missed something is
 * a warning.
 *
 * <pre>{@code mvn vexfs-trace:run -Dvexfs.trace.manager.script=kernel}</pre>
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends AbstractTracingMojo {

    /**
     * Which script, of {@code kernel}, {@code performance} and {@code memory}.
     *
     * <pre>{@code <script>kernel</script>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.script", required = true)
    private String script;

    @Override
    List<String> traced() {
        return List.of("run", script);
    }
}
