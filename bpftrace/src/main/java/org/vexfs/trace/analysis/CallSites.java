package org.vexfs.trace.analysis;

/** Tells what stands at an address. */
@FunctionalInterface
public interface CallSites {

    CallSite at(long address);
}
