package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * A place in the kernel's code.
 *
 * @param address the return address of the call
 * @param function the function with its offset, such as {@code vexfs_insert+0x1c}, or the bare address
 * @param source the file and line of the call, such as {@code store.c:120}, where debug info tells it
 * @param inModule whether it lies in the module under test
 */
public record CallSite(long address, String function, Optional<String> source, boolean inModule) {

    /** Gives a place of which only the address is known. */
    public static CallSite unknown(long address) {
        return new CallSite(address, "0x" + Long.toHexString(address), Optional.empty(), false);
    }

    /** Gives the function's name without the offset. */
    public String name() {
        int plus = function.indexOf('+');
        return plus < 0 ? function : function.substring(0, plus);
    }

    @Override
    public String toString() {
        return source.map(place -> function + " (" + place + ")").orElse(function);
    }
}
