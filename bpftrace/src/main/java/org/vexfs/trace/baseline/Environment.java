package org.vexfs.trace.baseline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a latency depends on apart from the module's source. What could not be found out is {@link #UNKNOWN}.
 *
 * @param kernel the kernel's release, such as {@code 6.12.57+deb13-amd64}
 * @param architecture the machine's, as Java calls it, such as {@code amd64}
 * @param cpu the model of the CPU
 * @param virtualisation what the machine runs in, such as {@code qemu}; {@code none} for a machine of its own
 * @param module the module's name
 * @param srcversion the checksum that the kernel's build made of the module's source
 * @param bpftrace the version of bpftrace
 */
public record Environment(
        String kernel,
        String architecture,
        String cpu,
        String virtualisation,
        String module,
        String srcversion,
        String bpftrace) {

    /** What stands for something that could not be found out. */
    public static final String UNKNOWN = "unknown";

    /** That of which nothing is known. */
    public static final Environment NONE =
            new Environment(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    public Environment {
        kernel = known(kernel);
        architecture = known(architecture);
        cpu = known(cpu);
        virtualisation = known(virtualisation);
        module = known(module);
        srcversion = known(srcversion);
        bpftrace = known(bpftrace);
    }

    /** Gives what tells it from others, short enough to refer to it by. */
    String id() {
        return Fingerprint.of(
                String.join("\n", kernel, architecture, cpu, virtualisation, module, srcversion, bpftrace));
    }

    private static String known(String value) {
        return Objects.requireNonNullElse(value, UNKNOWN);
    }

    /**
     * Gives in what it differs from another one so that latencies cannot be compared, such as {@code the kernel was 6.1, is
     * 6.12}; empty where they can. That the module is another build is what a comparison is made for. What is not known of
     * either cannot be told to be the same.
     */
    public List<String> differences(Environment now) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        pairs.put("kernel", List.of(kernel, now.kernel));
        pairs.put("architecture", List.of(architecture, now.architecture));
        pairs.put("CPU", List.of(cpu, now.cpu));
        pairs.put("virtualisation", List.of(virtualisation, now.virtualisation));
        pairs.put("module", List.of(module, now.module));
        pairs.put("bpftrace", List.of(bpftrace, now.bpftrace));
        List<String> differences = new ArrayList<>();
        pairs.forEach((what, pair) -> {
            if (pair.contains(UNKNOWN) || !pair.get(0).equals(pair.get(1))) {
                differences.add("the " + what + " was " + pair.get(0) + ", is " + pair.get(1));
            }
        });
        return differences;
    }
}
