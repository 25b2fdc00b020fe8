package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a loaded module's code lies, and what its functions are called.
 *
 * @param module the module's name
 * @param textStart the first address of its code
 * @param textEnd the first address after it
 * @param functions the functions' names by address
 */
public record ModuleSymbols(String module, long textStart, long textEnd, NavigableMap<Long, String> functions) {

    /** How far the last function may reach beyond its start where nothing else bounds it: no function is larger. */
    private static final long LARGEST_FUNCTION = 64 * 1024;

    private static final long PAGE = 4096;

    public ModuleSymbols {
        functions = Collections.unmodifiableNavigableMap(new TreeMap<>(functions));
    }

    /** Gives a module that is not loaded: it has no code. */
    public static ModuleSymbols notLoaded(String module) {
        return new ModuleSymbols(module, 0, 0, new TreeMap<>(Long::compareUnsigned));
    }

    /**
     * Finds a module in the kernel's symbol table.
     *
     * <p>The table has no sizes. The code ends where the virtual memory area that holds it ends, or where the next
     * module's symbols begin, whichever comes first.
     *
     * @param kallsyms the text of {@code /proc/kallsyms}
     * @param vmallocinfo the text of {@code /proc/vmallocinfo}, or empty where it cannot be read
     * @return the module; empty if it has no function there, as when it is not loaded
     * @throws AddressesHiddenException if the kernel hides its addresses from the reader
     */
    public static Optional<ModuleSymbols> find(String module, String kallsyms, String vmallocinfo)
            throws AddressesHiddenException {
        TreeMap<Long, String> functions = new TreeMap<>(Long::compareUnsigned);
        List<Long> foreign = new ArrayList<>();
        String suffix = suffix(module);
        for (String line : kallsyms.split("\n")) {
            if (!hasOwner(line)) {
                continue;
            }
            long address = Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
            if (!line.endsWith(suffix)) {
                foreign.add(address);
                continue;
            }
            if (isFunction(line)) {
                if (address == 0) {
                    throw new AddressesHiddenException();
                }
                functions.merge(address, name(line), (first, second) -> first.startsWith("__") ? second : first);
            }
        }
        if (functions.isEmpty()) {
            return Optional.empty();
        }
        long last = functions.lastKey();
        long end = pageAfter(last + LARGEST_FUNCTION);
        for (String line : vmallocinfo.split("\n")) {
            // 0xffffffffc0a01000-0xffffffffc0a05000   16384 execmem_alloc+0x... pages=3 vmalloc; the last page is a
            // guard
            int dash = line.indexOf('-');
            int space = line.indexOf(' ');
            if (line.startsWith("0x") && dash > 0 && space > dash) {
                long areaStart = Long.parseUnsignedLong(line.substring(2, dash), 16);
                long areaEnd = Long.parseUnsignedLong(line.substring(dash + 3, space), 16);
                if (Long.compareUnsigned(areaStart, last) <= 0 && Long.compareUnsigned(last, areaEnd) < 0) {
                    end = areaEnd;
                }
            }
        }
        for (long address : foreign) {
            if (Long.compareUnsigned(address, last) > 0 && Long.compareUnsigned(address, end) < 0) {
                end = Math.max(address & -PAGE, last + 1);
            }
        }
        // Code before the first symbol, in a section without one, lies in the same page.
        return Optional.of(new ModuleSymbols(module, functions.firstKey() & -PAGE, end, functions));
    }

    /** Gives the names of a module's functions, which the symbol table has for those, too, from whom it hides addresses. */
    public static SortedSet<String> names(String module, String kallsyms) {
        String suffix = suffix(module);
        return kallsyms.lines()
                .filter(line -> line.endsWith(suffix) && hasOwner(line) && isFunction(line))
                .map(ModuleSymbols::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String suffix(String module) {
        return "\t[" + module + "]";
    }

    /** Gives whether the line is a module's: {@code ffffffffc0a01000 t vexfs_open\t[vexfs]}. */
    private static boolean hasOwner(String line) {
        return line.indexOf('\t') >= 0 && line.length() >= 20;
    }

    private static boolean isFunction(String line) {
        char type = line.charAt(line.indexOf(' ') + 1);
        return (type == 't' || type == 'T' || type == 'w' || type == 'W')
                && !name(line).startsWith("__pfx_");
    }

    private static String name(String line) {
        return line.substring(line.indexOf(' ') + 3, line.indexOf('\t'));
    }

    /** Gives whether the address lies in the module's code. */
    public boolean contains(long address) {
        return Long.compareUnsigned(textStart, address) <= 0 && Long.compareUnsigned(address, textEnd) < 0;
    }

    /** Gives the function that holds an address and the offset in it; empty for an address outside the module. */
    public Optional<FunctionOffset> locate(long address) {
        var entry = contains(address) ? functions.floorEntry(address) : null;
        return entry == null
                ? Optional.empty()
                : Optional.of(new FunctionOffset(entry.getValue(), address - entry.getKey()));
    }

    private static long pageAfter(long address) {
        return (address + PAGE - 1) & -PAGE;
    }

    /**
     * A place in a function.
     *
     * @param function its name
     * @param offset the bytes from its start
     */
    public record FunctionOffset(String function, long offset) {

        @Override
        public String toString() {
            return function + "+0x" + Long.toHexString(offset);
        }
    }

    /** The kernel shows every address as 0 to the reader. */
    public static final class AddressesHiddenException extends Exception {

        private static final long serialVersionUID = 1;

        AddressesHiddenException() {
            super("the kernel hides its addresses (/proc/kallsyms shows zeros): root is needed, and"
                    + " kernel.kptr_restrict below 2");
        }
    }
}
