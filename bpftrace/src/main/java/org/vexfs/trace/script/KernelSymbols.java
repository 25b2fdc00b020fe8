package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions of the kernel itself, by address: what {@code /proc/kallsyms} has without an owner in brackets. */
public final class KernelSymbols {

    /** One that knows no function. */
    public static final KernelSymbols NONE = new KernelSymbols(new long[0], new String[0], 0, false);

    private final long[] addresses;

    /** The same with their highest bit turned, as a search that compares signed numbers needs them. */
    private final long[] flipped;

    private final String[] names;
    private final long imageEnd;
    private final boolean countsRunningPrograms;

    private KernelSymbols(long[] addresses, String[] names, long imageEnd, boolean countsRunningPrograms) {
        this.addresses = addresses;
        this.flipped = Arrays.stream(addresses)
                .map(address -> address ^ Long.MIN_VALUE)
                .toArray();
        this.names = names;
        this.imageEnd = imageEnd;
        this.countsRunningPrograms = countsRunningPrograms;
    }

    /** Reads the text of {@code /proc/kallsyms}. */
    public static KernelSymbols parse(String kallsyms) {
        record Symbol(long address, String name) {}
        List<Symbol> symbols = new ArrayList<>();
        long end = 0;
        boolean counts = false;
        for (String line : kallsyms.split("\n")) {
            // ffffffff81000000 T _text
            int space = line.indexOf(' ');
            if (space != 16 || line.length() < 20 || line.indexOf('\t') >= 0) {
                continue;
            }
            char type = line.charAt(17);
            String name = line.substring(19);
            if (name.equals("_end")) {
                end = Long.parseUnsignedLong(line.substring(0, 16), 16);
            } else if (name.equals("bpf_prog_active")) {
                counts = true;
            } else if ((type == 't' || type == 'T' || type == 'w' || type == 'W') && !name.startsWith("__pfx_")) {
                symbols.add(new Symbol(Long.parseUnsignedLong(line.substring(0, 16), 16), name));
            }
        }
        symbols.sort((first, second) -> Long.compareUnsigned(first.address(), second.address()));
        return new KernelSymbols(
                symbols.stream().mapToLong(Symbol::address).toArray(),
                symbols.stream().map(Symbol::name).toArray(String[]::new),
                end,
                counts);
    }

    /** Gives the function that holds an address, and the offset in it; empty outside of the kernel's image. */
    public Optional<ModuleSymbols.FunctionOffset> locate(long address) {
        int index = floor(address);
        return index < 0 || Long.compareUnsigned(address, imageEnd) >= 0
                ? Optional.empty()
                : Optional.of(new ModuleSymbols.FunctionOffset(names[index], address - addresses[index]));
    }

    /** Gives where functions of these names lie, each up to the function after it; a name that is unknown is left out. */
    public List<Range> ranges(List<String> functions) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (functions.contains(names[i])) {
                int next = i + 1;
                while (next < names.length && addresses[next] == addresses[i]) {
                    next++;
                }
                ranges.add(new Range(addresses[i], next < names.length ? addresses[next] : imageEnd));
            }
        }
        return ranges;
    }

    /** Gives the first address after the kernel's image, behind which its modules lie; 0 if it is not known. */
    public long imageEnd() {
        return imageEnd;
    }

    /** Gives whether programs can read how many of them run on a CPU ({@code bpf_prog_active}). */
    public boolean countsRunningPrograms() {
        return countsRunningPrograms;
    }

    private int floor(long address) {
        int found = Arrays.binarySearch(flipped, address ^ Long.MIN_VALUE);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * A part of the kernel's code.
     *
     * @param start its first address
     * @param end the first address after it
     */
    public record Range(long start, long end) {}
}
