package org.vexfs.trace.script;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of bpftrace, such as 0.23.2. */
public record BpftraceVersion(int major, int minor, int patch) implements Comparable<BpftraceVersion> {

    /** The oldest version that the shipped scripts run on. */
    public static final BpftraceVersion MINIMUM = new BpftraceVersion(0, 20, 2);

    private static final Pattern PRINTED = Pattern.compile("bpftrace v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");
    private static final Comparator<BpftraceVersion> ORDER = Comparator.comparingInt(BpftraceVersion::major)
            .thenComparingInt(BpftraceVersion::minor)
            .thenComparingInt(BpftraceVersion::patch);

    /** Finds the version in what {@code bpftrace --version} prints. */
    public static Optional<BpftraceVersion> parse(String printed) {
        Matcher matcher = PRINTED.matcher(printed);
        return matcher.find()
                ? Optional.of(new BpftraceVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** Gives whether a condition of a script such as {@code bpftrace 0.21} holds for this version. */
    public boolean satisfies(String condition) {
        BpftraceVersion least = parse(condition)
                .orElseThrow(() -> new IllegalArgumentException("'" + condition + "' names no version of bpftrace"));
        return compareTo(least) >= 0;
    }

    @Override
    public int compareTo(BpftraceVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
