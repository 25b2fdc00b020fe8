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
 *
 * <p>As a page: {@code -Dvexfs.trace.manager.format=html -Dvexfs.trace.manager.outputFile=target/analysis.html}.
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

    /**
     * What fails the build if it was found: {@code any}, or some of {@code leaks}, {@code double-frees}, {@code invalid-frees},
     * {@code warnings} (of the kernel), {@code errors}, {@code slow} and {@code alerts}, separated by commas.
     *
     * <pre>{@code <failOn>leaks,double-frees,warnings</failOn>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.failOn")
    private String failOn;

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("analyze"));
        files.forEach(file -> command.add(file.toString()));
        if (failOn != null) {
            command.add("--fail-on=" + failOn);
        }
        return command;
    }
}
