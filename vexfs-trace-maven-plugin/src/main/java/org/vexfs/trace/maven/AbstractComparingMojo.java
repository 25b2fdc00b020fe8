package org.vexfs.trace.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.report.ComparisonRules;

/** What the goals share that compare this build's tests with a baseline. */
abstract class AbstractComparingMojo extends AbstractTraceMojo {

    /**
     * The baseline that {@code vexfs-trace:baseline} wrote. Without the file nothing is compared.
     *
     * <pre>{@code <baselineFile>src/test/vexfs-trace/baseline.json</baselineFile>}</pre>
     */
    @Parameter(
            property = "vexfs.trace.baseline.file",
            defaultValue = "${project.basedir}/src/test/vexfs-trace/baseline.json")
    private File baselineFile;

    /**
     * What operations have to keep to, and how much slower than the baseline they may be. In names {@code *} stands for any
     * characters; of several rules that allow a regression, the last one that matches counts.
     *
     * <pre>{@code
     * <rules>
     *   <rule>
     *     <tests>org.example.*IT.*</tests>
     *     <operation>vexfs_search*</operation>
     *     <p99>2ms</p99>
     *     <allowedRegression>10%</allowedRegression>
     *   </rule>
     * </rules>
     * }</pre>
     */
    @Parameter
    private List<Rule> rules;

    /**
     * Which percentiles are compared with the baseline, each above 0 and below 100.
     *
     * <pre>{@code <percentiles>50,99</percentiles>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.percentiles", defaultValue = "50,99")
    private String percentiles;

    /**
     * How much slower than the baseline an operation may be, where no rule says otherwise.
     *
     * <pre>{@code <allowedRegression>5%</allowedRegression>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.allowedRegression", defaultValue = "5%")
    private String allowedRegression;

    /**
     * The change that is noise: the confidence interval of a regression lies beyond it.
     *
     * <pre>{@code <noiseThreshold>1%</noiseThreshold>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noiseThreshold", defaultValue = "1%")
    private String noiseThreshold;

    final Path baselineFile() {
        return baselineFile.toPath();
    }

    /** @throws IllegalArgumentException if one of the parameters is not what it should be */
    final ComparisonRules comparison() {
        return ComparisonRules.parse(percentiles, noiseThreshold, allowedRegression, Rule.parse(rules));
    }
}
