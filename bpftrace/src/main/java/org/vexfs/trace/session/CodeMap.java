package org.vexfs.trace.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.script.ModuleSymbols;

/**
 * What stands where in the kernel's code while a trace runs: the module under test, wherever it was loaded, and names of
 * the kernel's own functions. Safe for use by several threads.
 */
final class CodeMap {

    private final String module;
    private final List<ModuleSymbols> loads = new ArrayList<>();
    private final Map<Long, String> kernel = new HashMap<>();

    CodeMap(ModuleSymbols symbols) {
        this.module = symbols.module();
        loads.add(symbols);
    }

    String module() {
        return module;
    }

    /** Learns that the module was loaded somewhere. */
    synchronized void add(ModuleChange change) {
        if (change.loaded()) {
            loads.add(0, new ModuleSymbols(module, change.textStart(), change.textEnd(), new TreeMap<>()));
            loads.add(0, new ModuleSymbols(module, change.initStart(), change.initEnd(), new TreeMap<>()));
        }
    }

    /** Learns the functions of the module where it is loaded now. */
    synchronized void add(ModuleSymbols symbols) {
        loads.add(0, symbols);
    }

    /** Learns what the kernel's own function at an address is called. */
    synchronized void add(long address, String function) {
        kernel.put(address, function);
    }

    /** Tells what stands at an address. */
    CallSite at(long address, LongFunction<Optional<String>> sources, LongFunction<Optional<String>> kernelNames) {
        Optional<ModuleSymbols> owner;
        synchronized (this) {
            owner = loads.stream()
                    .filter(load -> load.contains(address))
                    .min((first, second) -> Boolean.compare(
                            first.functions().isEmpty(), second.functions().isEmpty()));
        }
        if (owner.isPresent()) {
            ModuleSymbols symbols = owner.get();
            return new CallSite(
                    address,
                    symbols.locate(address)
                            .map(Object::toString)
                            .orElseGet(() -> "[" + module + "]+0x" + Long.toHexString(address - symbols.textStart())),
                    sources.apply(address),
                    true);
        }
        String known;
        synchronized (this) {
            known = kernel.get(address);
        }
        return new CallSite(
                address,
                known != null ? known : kernelNames.apply(address).orElseGet(() -> "0x" + Long.toHexString(address)),
                Optional.empty(),
                false);
    }
}
