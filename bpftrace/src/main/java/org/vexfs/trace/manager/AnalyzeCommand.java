package org.vexfs.trace.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.result.Analysis;
import org.vexfs.trace.result.AnalysisCsv;
import org.vexfs.trace.result.AnalysisPage;
import org.vexfs.trace.result.AnalysisText;
import org.vexfs.trace.result.ResultFiles;
import org.vexfs.trace.session.CaptureException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what results came to, and what to do about it. */
@Command(
        name = "analyze",
        description = {
            "Says what text results or captures came to: errors, performance, memory, operations by type, and what to do"
                    + " about it. Several files are analysed as one. Text results of the older shell tool can be given, too."
                    + " A capture tells times exactly, a text result as it has them."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:analysed, and no trace is known to have missed anything",
            "1:the command line or the configuration is wrong, or a file cannot be read",
            "2:the analysis cannot be written",
            "3:something was found that --fail-on names, whether anything is missing or not",
            "4:a trace may have missed something; what, has been said"
        },
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " analyze results/vexfs_memory_trace_20261128_150903.txt",
            "  " + TraceManager.NAME + " analyze results/*.capture.jsonl --format json",
            "  " + TraceManager.NAME + " analyze target/vexfs-trace/*.capture.jsonl --format html -o analysis.html",
            "  " + TraceManager.NAME + " analyze results/*.txt --fail-on leaks,double-frees,warnings"
        })
final class AnalyzeCommand implements Callable<Integer> {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private FailOnOption failOn;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write the analysis to, in place of what it held. Default: the terminal.")
    private @Nullable Path output;

    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Text results, or captures.")
    private List<Path> files;

    @Override
    public Integer call() {
        failOn.asked();
        if (output != null && files.stream().anyMatch(file -> same(file, output))) {
            throw new ParameterException(
                    spec.commandLine(), "--output is '" + output + "', which is to be analysed; expected another file");
        }
        TraceConfig config = options.config();
        ResultFiles results = new ResultFiles(config.operations(), config.usage());
        files.forEach(file -> read(file, results));
        Analysis analysis = results.analysis();
        if (!write(analysis)) {
            return Outcome.NOT_FIT.status();
        }
        return failOn.outcome(analysis.kinds(), analysis.complete() ? Outcome.DONE : Outcome.INCOMPLETE)
                .status();
    }

    private static boolean same(Path file, Path other) {
        try {
            return Files.isSameFile(file, other);
        } catch (IOException e) {
            return false; // What there is not, is not the same.
        }
    }

    private boolean write(Analysis analysis) {
        String text = switch (options.format()) {
            case TEXT -> PrintableText.of(AnalysisText.of(analysis)) + "\n";
            case JSON -> json(analysis) + "\n";
            case CSV -> AnalysisCsv.of(analysis);
            case HTML -> AnalysisPage.of(analysis);
        };
        PrintWriter out = spec.commandLine().getOut();
        if (output == null) {
            out.print(text);
            out.flush();
            return true;
        }
        try {
            OutputFile.replace(output, text);
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println(TraceManager.frontEnd(spec)
                            .complaint("cannot write " + output + ": " + e
                                    + ". Remedy: name a file that can be written, with -o"));
            return false;
        }
        if (!options.quiet()) {
            out.println("Analysis: " + output);
            out.flush();
        }
        return true;
    }

    private void read(Path file, ResultFiles results) {
        try {
            if (results.read(file) == 0) {
                spec.commandLine().getErr().println(TraceManager.frontEnd(spec).complaint(file + " tells of no event"));
            }
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), file + " cannot be read: " + e);
        } catch (CaptureException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static String json(Analysis analysis) {
        try {
            return MAPPER.writeValueAsString(analysis);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
