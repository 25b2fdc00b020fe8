package org.vexfs.trace.script;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A value as it may stand in a program. Only these factories make one, so that nothing else, from configuration or from
 * a symbol table, reaches bpftrace.
 */
public final class ScriptValue {

    private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_-]{1,55}");
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_.*]{0,127}");

    private final String text;

    private ScriptValue(String text) {
        this.text = text;
    }

    /** Gives an address or a bit pattern. */
    public static ScriptValue address(long value) {
        return new ScriptValue("0x" + Long.toHexString(value));
    }

    /** Gives a number. */
    public static ScriptValue number(long value) {
        return new ScriptValue(Long.toString(value));
    }

    /**
     * Gives a module's name as a string of bpftrace.
     *
     * @throws IllegalArgumentException if no module can be called that
     */
    public static ScriptValue moduleName(String name) {
        return new ScriptValue('"' + requireModuleName(name) + '"');
    }

    /**
     * Gives kprobes, one for each function or pattern of functions.
     *
     * @param functions names, in which {@code *} stands for any characters
     * @throws IllegalArgumentException if there is none, or one that no function can be called
     */
    public static ScriptValue kprobes(List<String> functions) {
        return probes("kprobe", functions);
    }

    /** Gives kretprobes, as {@link #kprobes} gives kprobes. */
    public static ScriptValue kretprobes(List<String> functions) {
        return probes("kretprobe", functions);
    }

    /** Gives the condition that the variable {@code $site} lies in one of some parts of the kernel's code. */
    public static ScriptValue siteWithin(List<KernelSymbols.Range> ranges) {
        return new ScriptValue(
                ranges.isEmpty()
                        ? "0"
                        : ranges.stream()
                                .map(range -> "($site >= 0x" + Long.toHexString(range.start()) + " && $site < 0x"
                                        + Long.toHexString(range.end()) + ")")
                                .collect(Collectors.joining(" || ")));
    }

    private static ScriptValue probes(String kind, List<String> functions) {
        if (functions.isEmpty()) {
            throw new IllegalArgumentException("no function to probe");
        }
        return new ScriptValue(functions.stream()
                .map(ScriptValue::requireFunctionPattern)
                .map(function -> kind + ":" + function)
                .collect(Collectors.joining(",\n")));
    }

    /** Gives the name if it is one that a module can have. */
    public static String requireModuleName(String name) {
        if (!MODULE.matcher(name).matches()) {
            throw new IllegalArgumentException("module name '" + name
                    + "' is not one that the kernel takes: expected up to 55 of A-Z a-z 0-9 _ -");
        }
        // The kernel shows a module built as a-b as a_b.
        return name.replace('-', '_');
    }

    /** Gives the pattern if functions can match it. */
    public static String requireFunctionPattern(String pattern) {
        if (!FUNCTION.matcher(pattern).matches()) {
            throw new IllegalArgumentException("function pattern '" + pattern
                    + "' is not one that functions can match: expected A-Z a-z 0-9 _ . and * for any characters");
        }
        return pattern;
    }

    /** Gives whether a program can name that function: a symbol's name may have any characters. */
    static boolean canName(String function) {
        return FUNCTION.matcher(function).matches() && function.indexOf('*') < 0;
    }

    /** Gives the value as it stands in the program. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
