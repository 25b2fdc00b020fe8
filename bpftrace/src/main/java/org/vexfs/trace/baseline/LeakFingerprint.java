package org.vexfs.trace.baseline;

import java.util.List;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Leak;

/**
 * What tells a leak from others, in every run: the first 16 hexadecimal digits of the SHA-256 of the module, of whose the
 * objects are and what kind they are, and of the module's functions on the stack, innermost first.
 *
 * <p>Left out is what another boot or another build of unrelated code changes: addresses, offsets, source lines, the
 * kernel's own functions, the suffixes that a compiler adds to a name ({@code .isra.0}), and how often a function calls
 * itself. So two places in one function, reached on one way, are one leak.
 */
public final class LeakFingerprint {

    private LeakFingerprint() {}

    /** Gives the fingerprint of a leak of that module. */
    public static String of(String module, Leak leak) {
        StringBuilder text = new StringBuilder(module)
                .append('\n')
                .append(leak.owner())
                .append('\n')
                .append(leak.kind().name());
        String before = "";
        for (CallSite frame : inModule(leak)) {
            String name = name(frame);
            if (!name.equals(before)) {
                text.append('\n').append(name);
            }
            before = name;
        }
        return Fingerprint.of(text.toString());
    }

    /** A stack that does not reach the module has nothing but the place itself. */
    private static List<CallSite> inModule(Leak leak) {
        List<CallSite> frames = leak.stack().stream().filter(CallSite::inModule).toList();
        return frames.isEmpty() ? List.of(leak.site()) : frames;
    }

    private static String name(CallSite frame) {
        String name = frame.name();
        if (name.startsWith("0x") || name.startsWith("[")) {
            return "?";
        }
        int suffix = name.indexOf('.');
        return suffix > 0 ? name.substring(0, suffix) : name;
    }
}
