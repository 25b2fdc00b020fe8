package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.KernelFiles;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.MemoryProgram;
import org.vexfs.trace.script.ModuleFunctions;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.ScriptValue;
import org.vexfs.trace.script.TraceTarget;

/**
 * Checks whether a module can be traced here, and reports everything that is in the way at once.
 *
 * @param checks what was checked, in order
 * @param functions the module's functions, as far as this process may know them; empty where it is not loaded
 * @param target what a trace needs to know, present if every check passed
 */
public record Preflight(List<Check> checks, Optional<ModuleFunctions> functions, Optional<TraceTarget> target) {

    /** The kernel's list of the functions that can be traced. */
    public static final String FUNCTIONS = "/sys/kernel/tracing/available_filter_functions";

    private static final String EVENTS = "/sys/kernel/tracing/available_events";

    public Preflight {
        checks = List.copyOf(checks);
    }

    /**
     * One thing that a trace needs.
     *
     * @param name what was looked at
     * @param passed whether it is as a trace needs it
     * @param found what was found
     * @param remedy what to do about it; empty where it passed
     */
    public record Check(String name, boolean passed, String found, String remedy) {

        /** Gives what was found, and what to do about it where it is in the way. */
        public String text() {
            return name + ": " + found + (passed ? "" : ". Remedy: " + remedy + ".");
        }
    }

    /** Checks for a module and patterns of its functions. */
    public static Preflight run(
            BpftraceCommand command, String module, List<String> functionPatterns, boolean moduleCheck) {
        return run(command, command.kernelFiles(), user(), module, functionPatterns, moduleCheck);
    }

    /** Checks for a module and a user's script, which says itself what it probes. */
    public static Preflight runForScript(BpftraceCommand command, String module, boolean moduleCheck) {
        return run(command, command.kernelFiles(), user(), module, Optional.empty(), moduleCheck);
    }

    /** Gives the numeric id of the user that this process belongs to; a negative one where there is no /proc. */
    private static int user() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * Checks on a kernel that has those files.
     *
     * @param user the numeric id of the user that this process belongs to
     */
    public static Preflight run(
            BpftraceCommand command,
            KernelFiles kernel,
            int user,
            String module,
            List<String> functionPatterns,
            boolean moduleCheck) {
        return run(command, kernel, user, module, Optional.of(functionPatterns), moduleCheck);
    }

    private static Preflight run(
            BpftraceCommand command,
            KernelFiles kernel,
            int user,
            String module,
            Optional<List<String>> functionPatterns,
            boolean moduleCheck) {
        KernelFiles files = new ReadOnce(kernel);
        List<Check> checks = new ArrayList<>();
        checks.add(rights(command, user));
        Optional<BpftraceVersion> version = version(command, checks);
        checks.add(btf(files));
        checks.add(lockdown(files));
        boolean loaded = moduleLoaded(files, module, moduleCheck, checks);
        Optional<ModuleSymbols> symbols;
        if (loaded) {
            symbols = symbols(files, module, command.hasOwnSymbolMap(), checks);
        } else if (moduleCheck) {
            symbols = Optional.empty();
        } else {
            symbols = Optional.of(ModuleSymbols.notLoaded(ScriptValue.requireModuleName(module)));
        }
        Optional<ModuleFunctions> functions = functionPatterns
                .filter(patterns -> loaded)
                .flatMap(patterns ->
                        names(files, module, symbols).map(names -> functions(files, module, names, patterns, checks)));
        Optional<TraceTarget> target = checks.stream().allMatch(Check::passed)
                ? Optional.of(new TraceTarget(
                        symbols.orElseThrow(),
                        functions.map(ModuleFunctions::probed).orElse(List.of()),
                        functions.<Set<String>>map(ModuleFunctions::selected).orElse(Set.of()),
                        version.orElseThrow(),
                        tracepoints(command, files),
                        command.rawTracepoints(),
                        preemption(files),
                        traceable(files),
                        kernel(files)))
                : Optional.empty();
        return new Preflight(checks, functions, target);
    }

    /** Gives what is in the way, each with its remedy, as lines. */
    public String problems() {
        return checks.stream()
                .filter(check -> !check.passed())
                .map(check -> "  - " + check.text())
                .collect(Collectors.joining("\n"));
    }

    private static Check rights(BpftraceCommand command, int user) {
        if (user == 0 || command.usesSudo()) {
            return passed("rights", user == 0 ? "root" : command + " is used");
        }
        return failed(
                "rights",
                "this process belongs to '" + System.getProperty("user.name") + "', and bpftrace needs root",
                "run as root, or allow sudo without a password and set -Dvexfs.trace.bpftrace=\"sudo -n bpftrace\"");
    }

    private static Optional<BpftraceVersion> version(BpftraceCommand command, List<Check> checks) {
        BpftraceVersion version;
        try {
            version = command.version();
        } catch (IOException e) {
            checks.add(failed(
                    "bpftrace",
                    e.getMessage(),
                    "install bpftrace " + BpftraceVersion.MINIMUM
                            + " or later, or name it with -Dvexfs.trace.bpftrace=COMMAND"));
            return Optional.empty();
        }
        if (version.compareTo(BpftraceVersion.MINIMUM) < 0) {
            checks.add(failed(
                    "bpftrace",
                    "'" + command + "' is version " + version + ", too old",
                    "install bpftrace " + BpftraceVersion.MINIMUM
                            + " or later (Debian 13, Ubuntu 24.04), or name one with -Dvexfs.trace.bpftrace=COMMAND"));
        } else {
            checks.add(passed("bpftrace", "version " + version));
        }
        return Optional.of(version);
    }

    private static Check btf(KernelFiles files) {
        return files.exists("/sys/kernel/btf/vmlinux")
                ? passed("BTF", "/sys/kernel/btf/vmlinux")
                : failed(
                        "BTF",
                        "/sys/kernel/btf/vmlinux is missing",
                        "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y, as distributions' kernels are");
    }

    private static Check lockdown(KernelFiles files) {
        String lockdown;
        try {
            lockdown = files.read("/sys/kernel/security/lockdown");
        } catch (IOException notThere) {
            return passed("lockdown", "none");
        }
        return lockdown.contains("[confidentiality]")
                ? failed(
                        "lockdown",
                        "the kernel is locked down for confidentiality, so programs may not read its memory",
                        "boot without lockdown=confidentiality")
                : passed("lockdown", lockdown.strip());
    }

    private static boolean moduleLoaded(KernelFiles files, String module, boolean required, List<Check> checks) {
        String name = ScriptValue.requireModuleName(module);
        try {
            if (files.read("/proc/modules").lines().anyMatch(line -> line.startsWith(name + " "))) {
                checks.add(passed("module", name + " is loaded"));
                return true;
            }
            checks.add(
                    required
                            ? failed(
                                    "module",
                                    "'" + name + "' is not loaded",
                                    "load it (insmod, modprobe) before the tests, or name another with"
                                            + " -Dvexfs.trace.module=NAME; for tests that load it themselves set"
                                            + " -Dvexfs.trace.module_check=false")
                            : passed("module", name + " is not loaded yet"));
        } catch (IOException e) {
            checks.add(failed(
                    "module",
                    "this kernel lists no modules (" + e.getMessage() + ")",
                    "run on a kernel with module support"));
        }
        return false;
    }

    private static Optional<ModuleSymbols> symbols(
            KernelFiles files, String module, boolean ownMap, List<Check> checks) {
        String name = ScriptValue.requireModuleName(module);
        try {
            Optional<ModuleSymbols> symbols =
                    ModuleSymbols.find(name, files.read("/proc/kallsyms"), readable(files, "/proc/vmallocinfo"));
            Optional<Check> stale = symbols.filter(found -> ownMap).flatMap(found -> stale(files, name, found));
            if (stale.isPresent()) {
                checks.add(stale.get());
                return Optional.empty();
            }
            checks.add(symbols.map(found -> passed(
                            "symbols",
                            found.functions().size() + " functions of " + name + " at 0x"
                                    + Long.toHexString(found.textStart())))
                    .orElseGet(() -> failed(
                            "symbols",
                            "/proc/kallsyms has no function of " + name,
                            "build the module without stripping its symbols")));
            return symbols;
        } catch (IOException | ModuleSymbols.AddressesHiddenException e) {
            checks.add(failed("symbols", e.getMessage(), "run as root, with kernel.kptr_restrict at 0 or 1"));
            return Optional.empty();
        }
    }

    /** A map of symbols may be a copy of before the module was loaded again: what is traced would be somewhere else. */
    private static Optional<Check> stale(KernelFiles files, String name, ModuleSymbols found) {
        String text = readable(files, "/sys/module/" + name + "/sections/.text").strip();
        if (!text.matches("0x[0-9a-f]{1,16}")) {
            return Optional.empty();
        }
        long start = Long.parseUnsignedLong(text.substring(2), 16);
        return start == 0 || found.contains(start)
                ? Optional.empty()
                : Optional.of(failed(
                        "symbols",
                        "the map of symbols has " + name + " at 0x" + Long.toHexString(found.textStart())
                                + ", and it is at " + text,
                        "copy the map anew, or set advanced.symbols.symbol_map_path to /proc/kallsyms"));
    }

    /** Gives the names of the module's functions, which everybody may read where only root may read their addresses. */
    private static Optional<Collection<String>> names(
            KernelFiles files, String module, Optional<ModuleSymbols> symbols) {
        if (symbols.isPresent()) {
            return symbols.map(found -> found.functions().values());
        }
        Collection<String> names =
                ModuleSymbols.names(ScriptValue.requireModuleName(module), readable(files, "/proc/kallsyms"));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private static ModuleFunctions functions(
            KernelFiles files, String module, Collection<String> names, List<String> patterns, List<Check> checks) {
        Optional<String> traceable;
        try {
            traceable = Optional.of(files.read(FUNCTIONS));
        } catch (IOException notThere) {
            traceable = Optional.empty();
        }
        String name = ScriptValue.requireModuleName(module);
        ModuleFunctions functions = ModuleFunctions.select(name, names, traceable, patterns);
        checks.add(
                functions.selected().isEmpty()
                        ? failed(
                                "functions",
                                "no traceable function of " + name + " matches " + String.join(", ", patterns),
                                "set 'functions' to patterns of its functions, such as "
                                        + functions.traceable().stream()
                                                .limit(5)
                                                .collect(Collectors.joining(", ")))
                        : passed("functions", functions.selected().size() + " match " + String.join(", ", patterns)));
        return functions;
    }

    private static Set<String> traceable(KernelFiles files) {
        Set<String> wanted = MemoryProgram.kernelFunctions();
        try {
            // Those of modules have their owner behind them.
            return files.read(FUNCTIONS).lines().filter(wanted::contains).collect(Collectors.toSet());
        } catch (IOException notThere) {
            return Set.of();
        }
    }

    /**
     * Gives whether programs of raw tracepoints can be preempted, as on kernels from 7.0 on; measured on 6.12 and 7.2.
     */
    public static boolean preemption(KernelFiles files) {
        try {
            return Integer.parseInt(files.read("/proc/sys/kernel/osrelease").split("\\.")[0]) >= 7;
        } catch (IOException | NumberFormatException unknown) {
            // What is done then is right on any kernel, if dearer.
            return true;
        }
    }

    private static KernelSymbols kernel(KernelFiles files) {
        try {
            return KernelSymbols.parse(files.read("/proc/kallsyms"));
        } catch (IOException notAllowed) {
            return KernelSymbols.NONE;
        }
    }

    private static Set<String> tracepoints(BpftraceCommand command, KernelFiles files) {
        try {
            return files.read(EVENTS).lines().collect(Collectors.toSet());
        } catch (IOException notMounted) {
            return command.tracepoints();
        }
    }

    private static String readable(KernelFiles files, String path) {
        try {
            return files.read(path);
        } catch (IOException notAllowed) {
            return "";
        }
    }

    private static Check passed(String name, String found) {
        return new Check(name, true, found, "");
    }

    private static Check failed(String name, String found, String remedy) {
        return new Check(name, false, found, remedy);
    }
}
