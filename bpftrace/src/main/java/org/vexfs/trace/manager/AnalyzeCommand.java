package org.vexfs.trace.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vexfs.trace.result.Analysis;
import org.vexfs.trace.result.AnalysisText;
import org.vexfs.trace.result.ResultFiles;
import org.vexfs.trace.session.CaptureException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " analyze results/vexfs_memory_trace_20261128_150903.txt",
            "  " + TraceManager.NAME + " analyze results/*.capture.jsonl --format json",
            "  " + TraceManager.NAME + " analyze target/vexfs-trace/*.capture.jsonl"
        })
final class AnalyzeCommand implements Callable<Integer> {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Text results, or captures.")
    private List<Path> files;

    @Override
    public Integer call() {
        ResultFiles results = new ResultFiles(options.config().operations());
        files.forEach(file -> read(file, results));
        Analysis analysis = results.analysis();
        spec.commandLine().getOut().println(options.json() ? json(analysis) : AnalysisText.of(analysis));
        spec.commandLine().getOut().flush();
        return (analysis.lost() == 0 && analysis.gaps().isEmpty() ? Outcome.DONE : Outcome.INCOMPLETE).status();
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
