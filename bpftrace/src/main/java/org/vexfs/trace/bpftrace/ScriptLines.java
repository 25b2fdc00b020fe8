package org.vexfs.trace.bpftrace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.ProcessName;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.Started;

/** Reads the lines that the shipped scripts print; the head of each script says what they mean. */
final class ScriptLines {

    /** More than any script asks for. */
    private static final int DEEPEST = 128;

    private final EventSink sink;
    private final MarkerAssembly assembly;

    /** How many arguments a line of a call has. */
    private static final int ARGUMENTS = 5;

    private final long[] frames = new long[DEEPEST];

    private byte[] bytes;
    private int position;
    private int end;
    private boolean escaped;
    private boolean wellFormed;

    ScriptLines(EventSink sink, MarkerAssembly assembly) {
        this.sink = sink;
        this.assembly = assembly;
    }

    /**
     * Gives whether the payload was a line of a shipped script; nothing is emitted where it was not.
     *
     * @param inJson whether it stands as JSON has it, so that a newline is two characters
     */
    boolean decode(byte[] source, int from, int to, boolean inJson) {
        bytes = source;
        escaped = inJson;
        position = from + 1;
        end = to;
        wellFormed = true;
        return switch (source[from]) {
            case 'A' -> allocation();
            case 'F' -> free(Free.Kind.LIVE);
            case 'Q' -> free(Free.Kind.DEFERRED);
            case 'D' -> free(Free.Kind.REPEATED);
            case 'U' -> free(Free.Kind.UNMATCHED);
            case 'E' -> failure();
            case 'N' -> outOfMemory();
            case 'S' -> resize();
            case 'K' -> logLine();
            case 'H' -> heartbeat();
            case 'M' -> marker();
            case 'O' -> operation();
            case 'P' -> processName();
            case 'T' -> operationsMarker();
            case 'V' -> abandonedCall();
            case 'W' -> contention();
            case 'Y' -> memoryActivity();
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
        Optional<MemoryKind> kind = kind();
        CallStack stack = stack();
        if (incomplete() || kind.isEmpty()) {
            return false;
        }
        sink.accept(new Allocation(nanos, pid, tid, address, requested, allocated, callSite, kind.get(), stack));
        return true;
    }

    private boolean failure() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        long requested = decimal();
        long callSite = hexadecimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new AllocationFailure(nanos, pid, tid, requested, callSite));
        return true;
    }

    private boolean outOfMemory() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        String function = word();
        if (incomplete()) {
            return false;
        }
        sink.accept(new OutOfMemory(nanos, pid, tid, function));
        return true;
    }

    private boolean resize() {
        long address = hexadecimal();
        long requested = decimal();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Resize(address, requested));
        return true;
    }

    private boolean logLine() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        Optional<String> text = rest();
        text.ifPresent(line -> sink.accept(new KernelLogLine(nanos, pid, tid, line)));
        return text.isPresent();
    }

    /** Reads what is left of the line as text; empty where it cannot be read here. */
    private Optional<String> rest() {
        // An empty text has nothing behind the space, and its line of the trace may have lost that.
        boolean text = wellFormed && position < end && bytes[position] == ' ';
        if (!wellFormed || !text && position < end) {
            return Optional.empty();
        }
        int from = text ? position + 1 : position;
        for (int i = from; i < end && escaped; i++) {
            if (bytes[i] == '\\') {
                return Optional.empty(); // The JSON library knows what it stands for.
            }
        }
        return Optional.of(new String(bytes, from, end - from, StandardCharsets.UTF_8).stripTrailing());
    }

    private boolean operation() {
        long entered = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        int depth = (int) decimal();
        String function = word();
        long duration = decimal();
        long result = decimal();
        Long[] arguments = new Long[ARGUMENTS];
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = hexadecimal();
        }
        if (incomplete()) {
            return false;
        }
        sink.accept(new Operation(entered, duration, pid, tid, depth, function, result, List.of(arguments)));
        return true;
    }

    private boolean abandonedCall() {
        long nanos = decimal();
        long entered = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        int depth = (int) decimal();
        String function = word();
        if (incomplete()) {
            return false;
        }
        sink.accept(new AbandonedCall(nanos, entered, pid, tid, depth, function));
        return true;
    }

    private boolean contention() {
        long nanos = decimal();
        long waited = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        long lock = hexadecimal();
        int flags = (int) decimal();
        String function = word();
        if (incomplete()) {
            return false;
        }
        sink.accept(new Contention(nanos, waited, pid, tid, lock, flags, function));
        return true;
    }

    private boolean processName() {
        int pid = (int) decimal();
        Optional<String> command = rest();
        command.ifPresent(name -> sink.accept(new ProcessName(pid, name)));
        return command.isPresent();
    }

    private boolean memoryActivity() {
        long allocations = decimal();
        long bytes = decimal();
        long frees = decimal();
        if (incomplete()) {
            return false;
        }
        assembly.memoryActivity(allocations, bytes, frees);
        return true;
    }

    private boolean operationsMarker() {
        long nanos = decimal();
        int pid = (int) decimal();
        int tid = (int) decimal();
        String name = word();
        if (!wellFormed) {
            return false;
        }
        if (position == end) {
            assembly.beginOperations(nanos, pid, tid, name);
            return true;
        }
        OperationCounts counts = new OperationCounts(
                decimal(), decimal(), decimal(), decimal(), decimal(), decimal(), decimal(), 0, 0, 0);
        if (incomplete()) {
            return false;
        }
        assembly.beginOperations(nanos, pid, tid, name, counts);
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
        ModuleChange change = what.equals("load")
                ? new ModuleChange(nanos, true, hexadecimal(), hexadecimal(), hexadecimal(), hexadecimal())
                : new ModuleChange(nanos, false, 0, 0, 0, 0);
        if (incomplete() || !change.loaded() && !what.equals("unload")) {
            return false;
        }
        sink.accept(change);
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
            assembly.beginMemory(nanos, pid, tid, name);
            return true;
        }
        Counts counts = new Counts(
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                decimal(),
                optional());
        if (incomplete()) {
            return false;
        }
        assembly.beginMemory(nanos, pid, tid, name, counts);
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

    /** Reads what older captures have not. */
    private long optional() {
        return position == end ? 0 : decimal();
    }

    private long hexadecimal() {
        return space() ? address() : 0;
    }

    private long address() {
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

    private Optional<MemoryKind> kind() {
        return space() && position < end ? MemoryKind.of((char) bytes[position++]) : Optional.empty();
    }

    /** Reads what bpftrace makes of a raw stack: each address on a line of its own. */
    private CallStack stack() {
        // An empty one has nothing behind the space, and its line of the trace may have lost that.
        if (position == end || !space()) {
            return CallStack.EMPTY;
        }
        int depth = 0;
        while (wellFormed && position < end && depth < frames.length) {
            if (bytes[position] == '\n') {
                position++;
            } else if (escaped && bytes[position] == '\\' && position + 1 < end && bytes[position + 1] == 'n') {
                position += 2;
            } else {
                frames[depth++] = address();
            }
        }
        return depth == 0 ? CallStack.EMPTY : new CallStack(Arrays.copyOf(frames, depth));
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
