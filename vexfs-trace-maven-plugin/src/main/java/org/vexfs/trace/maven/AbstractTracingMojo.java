package org.vexfs.trace.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that trace by hand: for how long, and where the result goes. */
abstract class AbstractTracingMojo extends AbstractManagerMojo {

    /**
     * For how long to trace: seconds, or a time such as {@code 5min}; {@code general.default_duration} of the configuration,
     * 60 s, if not given.
     *
     * <pre>{@code <duration>30s</duration>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.duration")
    private String duration;

    /**
     * The folder that the result and the capture go to.
     *
     * <pre>{@code <output>target/results</output>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.output", defaultValue = "results")
    private File output;

    /**
     * What fails the build if it was found: {@code any}, or some of {@code leaks}, {@code double-frees}, {@code invalid-frees},
     * {@code warnings} (of the kernel), {@code errors}, {@code slow} and {@code alerts}, separated by commas.
     *
     * <pre>{@code <failOn>leaks,double-frees,warnings</failOn>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.failOn")
    private String failOn;

    /**
     * Where to serve metrics to Prometheus while the trace runs: a port of this machine's own, or a host and a port. Not served
     * if not given.
     *
     * <pre>{@code <serve>9736</serve>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.serve")
    private String serve;

    /**
     * A file to write metrics into, for the textfile collector of node_exporter.
     *
     * <pre>{@code <textfile>/var/lib/prometheus/node-exporter/vexfs.prom</textfile>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.textfile")
    private File textfile;

    @Override
    final List<String> command() {
        List<String> command = new ArrayList<>(traced());
        command.add("--output=" + output);
        if (duration != null) {
            command.add("--duration=" + duration);
        }
        if (failOn != null) {
            command.add("--fail-on=" + failOn);
        }
        if (serve != null) {
            command.add("--serve=" + serve);
        }
        if (textfile != null) {
            command.add("--textfile=" + textfile);
        }
        return command;
    }

    /** Gives the command, and what it traces. */
    abstract List<String> traced();
}
