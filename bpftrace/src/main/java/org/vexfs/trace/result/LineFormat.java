package org.vexfs.trace.result;

import org.vexfs.trace.config.TraceConfig.Output;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.TraceEvent;

/** What of an event is in its line, as the configuration says. */
final class LineFormat {

    private final Output output;

    LineFormat(Output output) {
        this.output = output;
    }

    /** Gives the line. */
    String of(ResultEntry entry, TraceEvent event) {
        String line = entry.toString();
        if (!output.timestamps() && !entry.time().isEmpty()) {
            line = line.substring(line.indexOf("] ") + 2);
        }
        if (!output.functionNames() && !entry.place().isEmpty()) {
            line = nameless(line, entry.place(), event);
        }
        return output.processInfo() ? line + process(event) : line;
    }

    private static String nameless(String line, String place, TraceEvent event) {
        if (event instanceof Allocation allocation) {
            return line.replace(place, address(allocation.callSite()));
        } else if (event instanceof AllocationFailure failure) {
            return line.replace(place, address(failure.callSite()));
        } else if (event instanceof Free free) {
            return line.replace(place, address(free.callSite()));
        }
        return line.replace(place + "() ", "");
    }

    private static String address(long address) {
        return "0x" + Long.toHexString(address);
    }

    private static String process(TraceEvent event) {
        if (event instanceof Operation call) {
            return process(call.pid(), call.tid());
        } else if (event instanceof Contention wait) {
            return process(wait.pid(), wait.tid());
        } else if (event instanceof Allocation allocation) {
            return process(allocation.pid(), allocation.tid());
        } else if (event instanceof AllocationFailure failure) {
            return process(failure.pid(), failure.tid());
        } else if (event instanceof Free free) {
            return process(free.pid(), free.tid());
        } else if (event instanceof OutOfMemory refusal) {
            return process(refusal.pid(), refusal.tid());
        } else if (event instanceof AbandonedCall call) {
            return process(call.pid(), call.tid());
        } else if (event instanceof KernelLogLine logged) {
            return process(logged.pid(), logged.tid());
        }
        return "";
    }

    private static String process(int pid, int tid) {
        return ", pid=" + pid + ", tid=" + tid;
    }
}
