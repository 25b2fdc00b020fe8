package org.vexfs.trace.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Says what text results or captures came to, and what to do about it. Several files are analysed as one.
 *
 * <pre>{@code mvn vexfs-trace:analyze -Dvexfs.trace.manager.files=results/vexfs_memory_trace_20261128_150903.txt}</pre>
 */
@Mojo(name = "analyze", requiresProject = false, threadSafe = true)
public final class AnalyzeMojo extends AbstractManagerMojo {

    /**
     * The text results, or captures.
     *
     * <pre>{@code
     * <files>
     *   <file>target/results/vexfs_memory_trace_20261128_150903.txt</file>
     * </files>
     * }</pre>
     */
    @Parameter(property = "vexfs.trace.manager.files", required = true)
    private List<File> files;

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("analyze"));
        files.forEach(file -> command.add(file.toString()));
        return command;
    }
}
