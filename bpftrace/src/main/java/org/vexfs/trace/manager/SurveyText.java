package org.vexfs.trace.manager;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vexfs.trace.script.ModuleFunctions;
import org.vexfs.trace.script.ScriptProbes;

/** Tells people what the scripts would probe. */
final class SurveyText {

    /** Where the words of a script begin: the longest name is performance. */
    private static final int SCRIPT = 13;

    /** Where the names of functions begin: the longest label is vector_functions. */
    private static final int GROUP = 22;

    /** So many names are told again with each script. */
    private static final int FEW = 10;

    private final Survey survey;
    private final LabelledText text;

    private SurveyText(Survey survey, int width) {
        this.survey = survey;
        this.text = new LabelledText(width);
    }

    static String of(Survey survey, List<ScriptListing> listings, int width) {
        SurveyText told = new SurveyText(survey, width);
        told.module();
        told.unknown();
        boolean first = true;
        for (ScriptListing listing : listings) {
            told.text.blank();
            told.script(listing, first);
            first = false;
        }
        told.notProbed();
        UnmatchedText.append(survey, told.text);
        return told.text.toString();
    }

    /** Adds what a script is for, and how it is configured. */
    static void head(ScriptListing listing, LabelledText text) {
        text.entry(listing.name(), SCRIPT, listing.purpose());
        if (listing.configured()) {
            text.entry("", SCRIPT, "Runs unless a test asks for others (scripts).");
        }
        if (!listing.sections().isEmpty()) {
            text.entry(
                    "",
                    SCRIPT,
                    listing.sections().entrySet().stream()
                            .map(section -> listing.key(section.getKey()) + (section.getValue() ? " is on" : " is off"))
                            .collect(Collectors.joining(", ", "Sections: ", ".")));
        }
    }

    private void module() {
        survey.functions()
                .ifPresent(functions -> text.paragraph("Module " + functions.module() + " has "
                        + functions.all().size() + " functions; "
                        + functions.selected().size() + " match 'functions' ("
                        + String.join(", ", survey.config().functions()) + ") and would be probed."));
    }

    private void notProbed() {
        survey.functions().ifPresent(functions -> {
            SortedSet<String> untraceable = new TreeSet<>(functions.all());
            untraceable.removeAll(functions.traceable());
            SortedSet<String> unmatched = new TreeSet<>(functions.traceable());
            unmatched.removeAll(functions.selected());
            if (untraceable.isEmpty() && unmatched.isEmpty()) {
                return;
            }
            text.blank().paragraph("Functions of module " + functions.module() + " that would not be probed:");
            if (!untraceable.isEmpty()) {
                text.entry("  not traceable", GROUP, untraceable);
            }
            if (!unmatched.isEmpty()) {
                text.entry("  not matched", GROUP, unmatched);
            }
        });
    }

    private void unknown() {
        List<String> unknown = survey.unknown();
        if (unknown.isEmpty()) {
            return;
        }
        text.paragraph("Could not be asked here:");
        unknown.forEach(line -> text.entry("  -", 4, line + "."));
        text.paragraph("Because:");
        survey.reasons().forEach(line -> text.entry("  -", 4, line));
    }

    private void script(ScriptListing listing, boolean first) {
        head(listing, text);
        survey.functions().ifPresent(functions -> functions(listing, functions, first));
        survey.probes(listing.script()).ifPresent(this::probes);
    }

    private void functions(ScriptListing listing, ModuleFunctions functions, boolean first) {
        Map<String, List<String>> groups = survey.groups(listing.script(), functions);
        text.paragraph("  " + functions.selected().size() + " functions of module " + functions.module());
        groups.forEach((group, names) -> text.entry("    " + group, GROUP, names.isEmpty() ? List.of("none") : names));
        List<String> others = Survey.ungrouped(functions, groups);
        if (!others.isEmpty()) {
            text.entry(
                    "    others",
                    GROUP,
                    first || others.size() <= FEW
                            ? String.join(", ", others)
                            : "the other " + others.size() + " of the same functions");
        }
    }

    private void probes(ScriptProbes probes) {
        if (!probes.kernelFunctions().isEmpty()) {
            text.paragraph("  functions of the kernel itself");
            probes.kernelFunctions().forEach((purpose, names) -> text.entry("    " + purpose, GROUP, names));
        }
        text.entry("  tracepoints", GROUP, probes.tracepoints());
        if (!probes.rawTracepoints().isEmpty()) {
            text.entry("  raw tracepoints", GROUP, probes.rawTracepoints());
        }
    }
}
