package org.vexfs.trace.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Traces what the module allocates, frees, frees twice, and still holds.
 * It writes a text result, in which each event is a line, and the capture beside it. A trace that may have missed something is
 * a warning.
 *
 * <pre>{@code mvn vexfs-trace:memory -Dvexfs.trace.manager.duration=30}</pre>
 */
@Mojo(name = "memory", requiresProject = false, threadSafe = true)
public final class MemoryMojo extends AbstractTracingMojo {

    @Override
    List<String> traced() {
        return List.of("memory");
    }
}
