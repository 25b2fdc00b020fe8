package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.manager.FrontEnd;
import org.vexfs.trace.output.OutputFile;

/**
 * What the goals share that run a command of the trace manager: how it is configured, where what it tells goes, and what its
 * exit status means to a build.
 */
abstract class AbstractManagerMojo extends AbstractMojo {

    private static final String PREFIX = "vexfs.trace.";
    private static final int WRONG = 1;
    private static final int NOT_FIT = 2;
    private static final int FINDINGS = 3;
    private static final int INCOMPLETE = 4;

    /**
     * The kernel module; {@code module} of the library's configuration.
     *
     * <pre>{@code <module>ext4</module>}</pre>
     */
    @Parameter(property = "vexfs.trace.module")
    private String module;

    /**
     * A YAML file of your own, with what differs from the shipped configuration.
     *
     * <pre>{@code <config>src/test/vexfs-trace/trace.yaml</config>}</pre>
     */
    @Parameter(property = "vexfs.trace.config")
    private File config;

    /**
     * The environment of the configuration whose overrides hold.
     *
     * <pre>{@code <environment>testing</environment>}</pre>
     */
    @Parameter(property = "vexfs.trace.environment")
    private String environment;

    /**
     * Further settings of the library, spelt as the system properties that tests take. Those that are given to Maven as
     * {@code -Dvexfs.trace.KEY=VALUE} override them.
     *
     * <pre>{@code
     * <settings>
     *   <vexfs.trace.bpftrace>sudo -n bpftrace</vexfs.trace.bpftrace>
     * </settings>
     * }</pre>
     */
    @Parameter
    private Map<String, String> settings;

    /**
     * Whether to say more.
     *
     * <pre>{@code <verbose>true</verbose>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.verbose", defaultValue = "false")
    private boolean verbose;

    /**
     * How to write what was found: {@code text}, or {@code json} for programs; the goal {@code analyze} also writes {@code csv}
     * and {@code html}.
     *
     * <pre>{@code <format>json</format>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.format", defaultValue = "text")
    private String format;

    /**
     * The file to write it to; the build's log if none is given.
     *
     * <pre>{@code <outputFile>target/vexfs-trace/doctor.json</outputFile>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.outputFile")
    private File outputFile;

    /**
     * Whether to leave this goal out.
     *
     * <pre>{@code <skip>true</skip>}</pre>
     */
    @Parameter(property = "vexfs.trace.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("skipped (vexfs.trace.skip)");
            return;
        }
        List<String> arguments = arguments("--format=" + format);
        if (verbose) {
            arguments.add("--verbose");
        }
        StringWriter complaints = new StringWriter();
        switch (run(arguments, new PrintWriter(complaints))) {
            case WRONG -> throw new MojoExecutionException(complaints.toString().strip());
            case NOT_FIT -> throw new MojoFailureException(obstacles(complaints.toString()));
            case FINDINGS ->
                throw new MojoFailureException(complaints.toString().strip());
            case INCOMPLETE -> {
                complaints.toString().lines().forEach(getLog()::warn);
                getLog().warn("the trace may have missed something; its report says what");
            }
            default -> complaints.toString().lines().forEach(getLog()::warn);
        }
    }

    /** Gives the command, and what it alone takes. */
    abstract List<String> command();

    /**
     * Gives what is in the way of a trace, each with its remedy.
     *
     * @param complaints what the command complained of
     */
    String obstacles(String complaints) {
        return complaints.strip();
    }

    /** Gives the command with its configuration, and some options. */
    final List<String> arguments(String... options) {
        List<String> arguments = new ArrayList<>(command());
        configured().forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.addAll(List.of(options));
        return arguments;
    }

    private Map<String, String> configured() {
        Map<String, String> configured = new LinkedHashMap<>();
        if (settings != null) {
            configured.putAll(settings);
        }
        session.getUserProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(
                        name -> configured.put(name, session.getUserProperties().getProperty(name)));
        put("module", module, configured);
        put("config", config, configured);
        put("environment", environment, configured);
        return configured;
    }

    private static void put(String key, Object value, Map<String, String> configured) {
        if (value != null) {
            configured.put(PREFIX + key, value.toString());
        }
    }

    private int run(List<String> arguments, PrintWriter err) throws MojoExecutionException {
        if (outputFile == null) {
            try (PrintWriter out = new PrintWriter(new LogLines(getLog()))) {
                return FrontEnd.MAVEN.run(arguments, out, err);
            }
        }
        StringWriter found = new StringWriter();
        int status = FrontEnd.MAVEN.run(arguments, new PrintWriter(found), err);
        if (status != WRONG) {
            write(outputFile.toPath(), found.toString());
        }
        return status;
    }

    private void write(Path file, String found) throws MojoExecutionException {
        try {
            OutputFile.replace(file, found);
        } catch (IOException e) {
            throw new MojoExecutionException("cannot write " + file + ": " + e, e);
        }
        getLog().info("wrote " + file);
    }
}
