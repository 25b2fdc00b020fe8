package org.vexfs.trace.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Traces the module with a bpftrace script of your own for a while.
 * It writes a text result, in which each event is a line, and the capture beside it. A trace that may have missed something is
 * a warning.
 *
 * <pre>{@code mvn vexfs-trace:custom -Dvexfs.trace.manager.file=mine.bt}</pre>
 */
@Mojo(name = "custom", requiresProject = false, threadSafe = true)
public final class CustomMojo extends AbstractTracingMojo {

    /**
     * The script.
     *
     * <pre>{@code <file>src/test/vexfs-trace/mine.bt</file>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.file", required = true)
    private File file;

    @Override
    List<String> traced() {
        return List.of("custom", file.toString());
    }
}
