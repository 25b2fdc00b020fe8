package org.vexfs.trace.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.script.ModuleFunctions;

/** Tells programs what the scripts would probe. A key whose value is not known is not there. */
final class SurveyJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SurveyJson() {}

    /** Gives a script, as it is configured. */
    static Map<String, Object> of(ScriptListing listing) {
        Map<String, Object> json = new LinkedHashMap<>();
        listing.put(json);
        return json;
    }

    /** Puts a whole survey into an object. */
    static void put(Survey survey, List<ScriptListing> listings, Map<String, Object> json) {
        survey.functions().ifPresent(functions -> {
            json.put("functions", functions.all());
            json.put("probed", functions.selected());
            if (functions.listed()) {
                json.put("traceable", functions.traceable());
            }
        });
        json.put(
                "scripts", listings.stream().map(listing -> of(listing, survey)).toList());
        putUnmatched(survey, json);
        json.put("unknown", survey.unknown());
        json.put("reasons", survey.reasons());
    }

    /** Puts the patterns that match nothing into an object. */
    static void putUnmatched(Survey survey, Map<String, Object> json) {
        if (survey.functions().isPresent()) {
            json.put("unmatched", survey.unmatched());
        }
    }

    private static Map<String, Object> of(ScriptListing listing, Survey survey) {
        Map<String, Object> json = of(listing);
        survey.functions().ifPresent(functions -> put(listing, survey, functions, json));
        survey.probes(listing.script()).ifPresent(probes -> {
            json.put("kernelFunctions", probes.kernelFunctions());
            json.put("tracepoints", probes.tracepoints());
            json.put("rawTracepoints", probes.rawTracepoints());
        });
        return json;
    }

    private static void put(ScriptListing listing, Survey survey, ModuleFunctions functions, Map<String, Object> json) {
        Map<String, List<String>> groups = survey.groups(listing.script(), functions);
        json.put("categories", groups);
        json.put("others", Survey.ungrouped(functions, groups));
    }

    /** Gives an object's text. */
    static String text(Map<String, Object> json) {
        try {
            return MAPPER.writeValueAsString(json) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON can be made of " + json, e);
        }
    }
}
