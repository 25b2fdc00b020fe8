package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;

class AnalysisCsvTests {

    private final ResultAnalyser analyser = new ResultAnalyser(
            ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());

    @Test
    void eachFigureIsALineWithItsUnit() {
        accept("[14:30:15] VexFS READ ERROR SLOW: vexfs_read() latency=2 ms, error=-EIO");

        assertThat(table())
                .contains(
                        List.of("section", "name", "figure", "value", "unit"),
                        List.of("result", "", "events", "1", ""),
                        List.of("result", "errors", "found", "true", ""),
                        List.of("function", "vexfs_read", "max", "2000000", "ns"),
                        List.of("error", "vexfs_read -EIO", "count", "1", ""),
                        List.of("type", "READ", "events", "1", ""))
                .allMatch(line -> line.size() == 5);
    }

    @Test
    void whatHasCommasQuotesAndLineBreaksIsReadBackAsItIs() {
        accept("[14:30:15] VexFS READ ERROR: a, \"b\" error=-EIO");
        analyser.file("a,b\"\nc");

        assertThat(table())
                .contains(
                        List.of("result", "a,b\"\nc", "file", "a,b\"\nc", ""),
                        List.of(
                                "error",
                                "READ -EIO",
                                "sample",
                                "[14:30:15] VexFS READ ERROR: a, \"b\" error=-EIO",
                                ""));
    }

    @Test
    void noTextIsAFormulaToASpreadsheet() {
        analyser.file("=HYPERLINK(\"http://a\")");
        analyser.file("\uff1dHYPERLINK(\"http://a\")");
        analyser.file("\n=HYPERLINK(\"http://a\")");
        analyser.gap("+1");

        assertThat(table()).noneMatch(line -> line.stream().anyMatch(cell -> cell.matches("(?s)[=+@\n\uff1d-].*")));
    }

    private void accept(String line) {
        analyser.accept(ResultEntry.parse(line).orElseThrow());
    }

    private List<List<String>> table() {
        return CsvReader.builder().ofCsvRecord(AnalysisCsv.of(analyser.analysis())).stream()
                .map(CsvRecord::getFields)
                .toList();
    }
}
