package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * A place in the module's code.
 *
 * @param address the return address of the call
 * @param function the function with its offset, such as {@code vexfs_insert+0x1c}, or the bare address
 * @param source the file and line of the call, such as {@code store.c:120}, where debug info tells it
 */
public record CallSite(long address, String function, Optional<String> source) {

    /** Gives a place of which only the address is known. */
    public static CallSite unknown(long address) {
        return new CallSite(address, "0x" + Long.toHexString(address), Optional.empty());
    }

    @Override
    public String toString() {
        return source.map(place -> function + " (" + place + ")").orElse(function);
    }
}
