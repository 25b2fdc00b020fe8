package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.TraceEvent;

/**
 * Books a trace's events: what is allocated and not freed, what was freed twice, and what had arrived when a marker
 * came.
 *
 * <p>An allocation is matched with its free by address. Events of one address arrive in order, because the allocation
 * is told after the address was obtained and the free before it is released. Not safe for use by several threads.
 */
public final class MemoryLedger {

    /** How many markers, frees and double frees are remembered; the oldest are forgotten first. */
    private static final int REMEMBERED = 65_536;

    private final Map<Long, Allocation> outstanding = new HashMap<>();
    private final Map<Long, FreedObject> freed = remembering();
    private final Map<String, MarkerEcho> echoes = remembering();
    private final Map<String, List<LiveObject>> holdings = remembering();
    private final List<RepeatedFree> repeatedFrees = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private long allocations;
    private long frees;
    private long doubleFrees;
    private long unmatchedFrees;
    private long moduleChanges;

    /** Books one event. */
    public void accept(TraceEvent event) {
        if (event instanceof Allocation allocation) {
            allocations++;
            outstanding.put(allocation.address(), allocation);
            freed.remove(allocation.address());
        } else if (event instanceof Free free) {
            book(free);
        } else if (event instanceof Marker marker) {
            echoes.put(marker.name(), new MarkerEcho(marker, received(), errors.size(), moduleChanges));
        } else if (event instanceof Holdings held) {
            holdings.put(held.marker(), held.live());
        } else if (event instanceof ModuleChange) {
            moduleChanges++;
        } else if (event instanceof Loss loss && loss.isError() && errors.size() < REMEMBERED) {
            errors.add(loss.what());
        }
        // Lost events show in the counts. A heartbeat, a note, the start, the number of probes and an unknown line
        // change no account.
    }

    private void book(Free free) {
        switch (free.kind()) {
            case LIVE -> {
                frees++;
                Allocation allocation = outstanding.remove(free.address());
                freed.put(free.address(), new FreedObject(free, Optional.ofNullable(allocation)));
            }
            case REPEATED -> {
                doubleFrees++;
                if (repeatedFrees.size() < REMEMBERED) {
                    repeatedFrees.add(new RepeatedFree(free, Optional.ofNullable(freed.get(free.address()))));
                }
            }
            case UNMATCHED -> unmatchedFrees++;
        }
    }

    /** Gives the marker's echo, once it has arrived. */
    public Optional<MarkerEcho> echo(String marker) {
        return Optional.ofNullable(echoes.get(marker));
    }

    /** Gives what the kernel side held at a marker that asked for it, once it has arrived. */
    public Optional<List<LiveObject>> holdings(String marker) {
        return Optional.ofNullable(holdings.get(marker));
    }

    /** Gives what was allocated at a time or after it, and is not freed as far as the events tell. */
    public List<LiveObject> outstandingSince(long nanos) {
        List<LiveObject> objects = new ArrayList<>();
        for (Allocation allocation : outstanding.values()) {
            if (allocation.nanos() >= nanos) {
                objects.add(new LiveObject(
                        allocation.address(),
                        allocation.nanos(),
                        allocation.requestedBytes(),
                        allocation.allocatedBytes(),
                        allocation.callSite(),
                        allocation.pid(),
                        allocation.tid()));
            }
        }
        return objects;
    }

    /** Gives the double frees from one time to another, both included. */
    List<RepeatedFree> repeatedFreesBetween(long from, long to) {
        return repeatedFrees.stream()
                .filter(repeated ->
                        repeated.free().nanos() >= from && repeated.free().nanos() <= to)
                .toList();
    }

    /** Gives what bpftrace said that its programs could not do, from one number of such errors to another. */
    List<String> errors(int from, int to) {
        return errors.subList(from, to);
    }

    private Counts received() {
        return new Counts(allocations, frees, doubleFrees, unmatchedFrees, 0, 0, 0, 0);
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    record FreedObject(Free free, Optional<Allocation> allocation) {}

    record RepeatedFree(Free free, Optional<FreedObject> first) {}
}
