package org.vexfs.trace.result;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Tells spreadsheets and programs what results came to, a figure a line (RFC 4180): which section it is of, what it is of, its
 * name, its value and its unit. Text that a spreadsheet would take for a formula has an apostrophe before it.
 */
public final class AnalysisCsv {

    /** The wide ones are taken for the others where text is entered in Japanese. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final CsvWriter lines;

    private AnalysisCsv(CsvWriter lines) {
        this.lines = lines;
    }

    /** Gives the table. */
    public static String of(Analysis analysis) {
        StringWriter text = new StringWriter();
        try (CsvWriter lines = CsvWriter.builder().build(text)) {
            lines.writeRecord("section", "name", "figure", "value", "unit");
            new AnalysisCsv(lines).write(analysis);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter throws none.
        }
        return text.toString();
    }

    private void write(Analysis analysis) {
        analysis.files().forEach(file -> text("result", file, "file", file));
        number("result", "", "events", analysis.entries(), "");
        number("result", "", "added up", analysis.addedUp(), "");
        number("result", "", "lost", analysis.lost(), "");
        texts("result", "gap", analysis.gaps());
        analysis.kinds().stream().sorted().forEach(kind -> text("result", kind.toString(), "found", "true"));
        for (Recommendation recommendation : analysis.recommendations()) {
            text("recommendation", recommendation.rule(), "evidence", recommendation.evidence());
            text("recommendation", recommendation.rule(), "action", recommendation.action());
        }
        for (Analysis.Failure failure : analysis.errors()) {
            String name = (failure.place() + " " + failure.error()).strip();
            number("error", name, "count", failure.count(), "");
            failure.samples().forEach(sample -> text("error", name, "sample", sample));
        }
        analysis.functions().forEach(this::function);
        for (Analysis.Slow slow : analysis.slowest()) {
            number("slowest", slow.place(), "latency", slow.nanos(), "ns");
        }
        Analysis.Locks locks = analysis.locks();
        number("locks", "", "waits", locks.waits(), "");
        number("locks", "", "slow", locks.slow(), "");
        number("locks", "", "total", locks.nanos(), "ns");
        number("locks", locks.longestAt(), "longest", locks.longest(), "ns");
        number("cache", "", "hits", analysis.cache().hits(), "");
        number("cache", "", "misses", analysis.cache().misses(), "");
        memory(analysis.memory());
        texts("finding", "finding", analysis.findings());
        analysis.types().forEach((type, events) -> number("type", type, "events", events, ""));
    }

    private void function(Analysis.Function function) {
        number("function", function.name(), "calls", function.calls(), "");
        number("function", function.name(), "errors", function.errors(), "");
        number("function", function.name(), "slow", function.slow(), "");
        number("function", function.name(), "total", function.total(), "ns");
        number("function", function.name(), "p50", function.p50(), "ns");
        number("function", function.name(), "p99", function.p99(), "ns");
        number("function", function.name(), "max", function.max(), "ns");
    }

    private void memory(Analysis.Memory memory) {
        number("memory", "", "allocations", memory.allocations(), "");
        number("memory", "", "allocated", memory.bytes(), "bytes");
        number("memory", "", "failed allocations", memory.failed(), "");
        number("memory", "", "frees", memory.frees(), "");
        places("allocated", memory.places());
        places("held", memory.held());
    }

    private void places(String section, List<Analysis.Place> places) {
        for (Analysis.Place place : places) {
            number(section, place.place(), "objects", place.allocations(), "");
            number(section, place.place(), "size", place.bytes(), "bytes");
        }
    }

    private void texts(String section, String figure, List<String> values) {
        values.forEach(value -> text(section, "", figure, value));
    }

    private void number(String section, String name, String figure, long value, String unit) {
        lines.writeRecord(section, plain(name), figure, Long.toString(value), unit);
    }

    private void text(String section, String name, String figure, String value) {
        lines.writeRecord(section, plain(name), figure, plain(value), "");
    }

    private static String plain(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
