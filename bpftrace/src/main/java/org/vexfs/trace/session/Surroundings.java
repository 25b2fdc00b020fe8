package org.vexfs.trace.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.script.KernelFiles;

/** Finds out what machine this is, from the kernel's files. What they do not tell is unknown. */
final class Surroundings {

    private static final Logger LOGGER = LoggerFactory.getLogger(Surroundings.class);

    private static final String CPUS = "/proc/cpuinfo";
    private static final String HYPERVISOR = "/sys/hypervisor/type";
    private static final String DEVICE_TREE = "/proc/device-tree/hypervisor/compatible";
    private static final List<String> FIRMWARE = List.of(
            "/sys/class/dmi/id/product_name",
            "/sys/class/dmi/id/sys_vendor",
            "/sys/class/dmi/id/board_vendor",
            "/sys/class/dmi/id/bios_vendor");

    /** What the firmware of a virtual machine calls itself, and what systemd-detect-virt calls that. */
    private static final Map<String, String> VENDORS = new LinkedHashMap<>();

    static {
        VENDORS.put("KVM", "kvm");
        VENDORS.put("OpenStack", "kvm");
        VENDORS.put("Amazon EC2", "amazon");
        VENDORS.put("QEMU", "qemu");
        VENDORS.put("VMware", "vmware");
        VENDORS.put("VMW", "vmware");
        VENDORS.put("innotek GmbH", "oracle");
        VENDORS.put("VirtualBox", "oracle");
        VENDORS.put("Xen", "xen");
        VENDORS.put("Bochs", "bochs");
        VENDORS.put("Parallels", "parallels");
        VENDORS.put("BHYVE", "bhyve");
        VENDORS.put("Hyper-V", "microsoft");
        VENDORS.put("Virtual Machine", "microsoft");
        VENDORS.put("Apple Virtualization", "apple");
        VENDORS.put("Google Compute Engine", "google");
    }

    private Surroundings() {}

    /** Finds out what the latencies of a module depend on. */
    static Environment of(String module, String bpftrace, KernelFiles files) {
        String srcversion = "/sys/module/" + module + "/srcversion";
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            List<String> paths = new ArrayList<>(List.of(CPUS, HYPERVISOR, DEVICE_TREE, srcversion));
            paths.addAll(FIRMWARE);
            texts.putAll(files.readAll(paths));
        } catch (IOException e) {
            LOGGER.debug("this machine cannot be told from others", e);
        }
        return new Environment(
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                line(texts, CPUS, "model name")
                        .or(() -> line(texts, CPUS, "CPU part").map(part -> "part " + part))
                        .orElse(Environment.UNKNOWN),
                texts.containsKey(CPUS) ? virtualisation(texts) : Environment.UNKNOWN,
                module,
                Optional.ofNullable(texts.get(srcversion))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .orElse(Environment.UNKNOWN),
                bpftrace);
    }

    /** Firmware alone is no proof: the machines of some clouds are whole ones. Where the CPU tells nothing, it has to do. */
    private static String virtualisation(Map<String, String> texts) {
        Optional<String> flags = line(texts, CPUS, "flags");
        boolean flagged = flags.filter(text -> (" " + text + " ").contains(" hypervisor "))
                .isPresent();
        if (texts.containsKey(HYPERVISOR)) {
            return texts.get(HYPERVISOR).strip().toLowerCase(Locale.ROOT);
        }
        if (flags.isPresent() && !flagged) {
            return "none";
        }
        return vendor(texts)
                .or(() -> Optional.ofNullable(texts.get(DEVICE_TREE))
                        .map(text -> text.contains("kvm") ? "kvm" : "vm-other"))
                .orElse(flagged ? "vm-other" : "none");
    }

    private static Optional<String> vendor(Map<String, String> texts) {
        return FIRMWARE.stream()
                .map(path -> texts.getOrDefault(path, ""))
                .flatMap(text -> VENDORS.entrySet().stream()
                        .filter(vendor -> text.contains(vendor.getKey()))
                        .map(Map.Entry::getValue))
                .findFirst();
    }

    private static Optional<String> line(Map<String, String> texts, String path, String key) {
        return texts.getOrDefault(path, "")
                .lines()
                .filter(line -> line.contains(":")
                        && line.substring(0, line.indexOf(':')).strip().equals(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
