package org.vexfs.trace.event;

/**
 * What a process is called that calls the module, told at its first call.
 *
 * @param pid the process (thread group)
 * @param command its name, of 15 bytes at most
 */
public record ProcessName(int pid, String command) implements TraceEvent {}
