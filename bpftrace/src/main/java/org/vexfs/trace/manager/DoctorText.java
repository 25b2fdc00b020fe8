package org.vexfs.trace.manager;

import java.util.Locale;
import java.util.Set;
import org.vexfs.trace.bpftrace.Preflight.Check;

/** Tells people whether a trace can start, and what it would probe. */
final class DoctorText {

    /** Where a check's name and its finding begin: the longest name is functions. */
    private static final int NAME = 6;

    private static final int FOUND = 17;

    private final Survey survey;
    private final LabelledText text;

    private DoctorText(Survey survey, int width) {
        this.survey = survey;
        this.text = new LabelledText(width);
    }

    /**
     * Tells all of it.
     *
     * @param frontEnd where users ask for more
     */
    static String of(Survey survey, boolean verbose, FrontEnd frontEnd, int width) {
        DoctorText told = new DoctorText(survey, width);
        survey.preflight().checks().forEach(told::check);
        told.probes();
        if (verbose) {
            UnmatchedText.append(survey, told.text);
        } else {
            UnmatchedText.appendOwn(survey, frontEnd, told.text);
        }
        told.conclusion();
        return told.text.toString();
    }

    /** Tells what is in the way, and nothing else. */
    static String failures(Survey survey, int width) {
        DoctorText told = new DoctorText(survey, width);
        survey.preflight().checks().stream().filter(check -> !check.passed()).forEach(told::check);
        return told.text.toString();
    }

    private void check(Check check) {
        String status = check.passed() ? "OK" : "FAIL";
        text.entry(status + " ".repeat(NAME - status.length()) + check.name(), FOUND, check.found());
        if (!check.passed()) {
            text.entry("", FOUND, "Remedy: " + check.remedy() + ".");
        }
    }

    private void probes() {
        survey.functions().ifPresent(functions -> {
            text.blank().paragraph("What would be probed, by script:");
            for (ScriptListing listing : ScriptListing.of(Set.of(), survey.config())) {
                text.entry(
                        "  " + listing.name(),
                        FOUND,
                        functions.selected().size() + " functions of " + functions.module()
                                + survey.probes(listing.script())
                                        .map(probes -> ", " + probes.kernelFunctionCount() + " of the kernel itself, "
                                                + probes.tracepointCount() + " tracepoints")
                                        .orElse(""));
            }
        });
    }

    private void conclusion() {
        long failed = survey.preflight().checks().stream()
                .filter(check -> !check.passed())
                .count();
        text.blank()
                .paragraph(
                        survey.fit()
                                ? "A trace of module " + survey.config().module() + " can start here."
                                : String.format(
                                        Locale.ROOT,
                                        "No trace of module %s can start here: %d of %d checks failed.",
                                        survey.config().module(),
                                        failed,
                                        survey.preflight().checks().size()));
    }
}
