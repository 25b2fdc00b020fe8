package org.vexfs.trace.result;

/**
 * What to do about something that an analysis found.
 *
 * @param rule the name of the rule that gave it, such as {@code error-rate}
 * @param weight how much it matters beside others; the largest comes first
 * @param evidence what was found, as a sentence with its numbers
 * @param action what a developer of the module can do, as a sentence
 */
public record Recommendation(String rule, double weight, String evidence, String action) {}
