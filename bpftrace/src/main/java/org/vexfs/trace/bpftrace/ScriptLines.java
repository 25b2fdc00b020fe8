package org.vexfs.trace.bpftrace;

import java.nio.charset.StandardCharsets;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Started;

/** Reads the lines that the shipped scripts print; the head of each script says what they mean. */
final class ScriptLines {

    private final EventSink sink;
    private final MarkerAssembly assembly;

    private byte[] bytes;
    private int position;
    private int end;
    private boolean wellFormed;

    ScriptLines(EventSink sink, MarkerAssembly assembly) {
        this.sink = sink;
        this.assembly = assembly;
    }

    /** Gives whether the payload was a line of a shipped script; nothing is emitted where it was not. */
    boolean decode(byte[] source, int from, int to) {
        bytes = source;
        position = from + 1;
        end = to;
        wellFormed = true;
        return switch (source[from]) {
            case 'A' -> allocation();
            case 'F' -> free(Free.Kind.LIVE);
            case 'D' -> free(Free.Kind.REPEATED);
            case 'U' -> free(Free.Kind.UNMATCHED);
            case 'H' -> heartbeat();
            case 'M' -> marker();
            case 'Z' -> position == end && assembly.complete();
            case 'X' -> moduleChange();
            case 'R' -> started();
            default -> false;
        };
    }

    private boolean allocation() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        long address = hexadecimal();
        long requested = decimal();
        long allocated = decimal();
        long callSite = hexadecimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Allocation(nanos, pid, tid, address, requested, allocated, callSite));
        return true;
    }

    private boolean free(Free.Kind kind) {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        long address = hexadecimal();
        long callSite = hexadecimal();
        long earlier = kind == Free.Kind.UNMATCHED ? 0 : decimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Free(nanos, pid, tid, address, callSite, kind, earlier));
        return true;
    }

    private boolean heartbeat() {
        long nanos = decimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Heartbeat(nanos));
        return true;
    }

    private boolean started() {
        int protocol = (int) decimal();
        long nanos = decimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Started(protocol, nanos));
        return true;
    }

    private boolean moduleChange() {
        long nanos = decimal();
        String what = word();
        if (incomplete() || !(what.equals("load") || what.equals("unload"))) {
            return false;
        }
        sink.accept(new ModuleChange(nanos, what.equals("load")));
        return true;
    }

    private boolean marker() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        String name = word();
        if (!wellFormed) {
            return false;
        }
        if (position == end) {
            assembly.begin(nanos, pid, tid, name);
            return true;
        }
        Counts counts =
                new Counts(decimal(), decimal(), decimal(), decimal(), decimal(), decimal(), decimal(), decimal());
        if (incomplete()) {
            return false;
        }
        assembly.begin(nanos, pid, tid, name, counts);
        return true;
    }

    private boolean incomplete() {
        return !wellFormed || position != end;
    }

    private boolean space() {
        if (position < end && bytes[position] == ' ') {
            position++;
            return true;
        }
        wellFormed = false;
        return false;
    }

    private long decimal() {
        if (!space()) {
            return 0;
        }
        boolean negative = position < end && bytes[position] == '-';
        if (negative) {
            position++;
        }
        int start = position;
        long value = 0;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            value = value * 10 + (bytes[position++] - '0');
        }
        // 19 digits hold every nanosecond, byte and count that a kernel tells.
        wellFormed &= position > start && position - start <= 19;
        return negative ? -value : value;
    }

    private long hexadecimal() {
        if (!space()) {
            return 0;
        }
        int start = position;
        long value = 0;
        while (position < end) {
            int digit = Character.digit(bytes[position], 16);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            position++;
        }
        wellFormed &= position > start && position - start <= 16;
        return value;
    }

    private String word() {
        if (!space()) {
            return "";
        }
        int start = position;
        while (position < end && bytes[position] != ' ') {
            position++;
        }
        wellFormed &= position > start;
        return new String(bytes, start, position - start, StandardCharsets.ISO_8859_1);
    }
}
