package org.vexfs.trace.manager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.manager.ResultsFolder.Part;
import org.vexfs.trace.report.Quantity;

/** Tells of the files of results, and of their sizes. */
final class ResultsText {

    private ResultsText() {}

    /** Adds a line for each file, with the sizes below each other. */
    static void append(List<Part> parts, LabelledText text) {
        int digits = parts.stream()
                .mapToInt(part -> Quantity.number(part.bytes()).length())
                .max()
                .orElse(0);
        for (Part part : parts) {
            String size = Quantity.number(part.bytes());
            String label = "  " + " ".repeat(digits - size.length()) + size + " bytes";
            text.entry(label, label.length() + 2, part.file());
        }
    }

    /** Gives the length of all together. */
    static long bytes(List<Part> parts) {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** Gives a file for programs. */
    static Map<String, Object> json(Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", part.file());
        json.put("bytes", part.bytes());
        return json;
    }
}
