package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.Resize;
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

    private final NavigableMap<Long, Allocation> outstanding = new TreeMap<>(Long::compareUnsigned);
    private final Map<Long, FreedObject> freed = remembering();
    private final Map<String, MarkerEcho> echoes = remembering();
    private final Map<String, List<LiveObject>> holdings = remembering();
    private final List<RepeatedFree> repeatedFrees = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private long allocations;
    private long frees;
    private long doubleFrees;
    private long unmatchedFrees;
    private long failures;
    private long refusals;
    private final List<UnmatchedFree> unmatched = new ArrayList<>();
    private final List<ModuleChange> changes = new ArrayList<>();
    private long logged;
    private final Map<String, Function<Marker, UsageMeter>> awaitedMeters = new HashMap<>();
    private final Map<String, UsageMeter> meters = new HashMap<>();

    /** Books one event. */
    public void accept(TraceEvent event) {
        meters.values().forEach(meter -> meter.accept(event));
        if (event instanceof Allocation allocation) {
            allocations++;
            outstanding.put(allocation.address(), allocation);
            freed.remove(allocation.address());
        } else if (event instanceof Free free) {
            book(free);
        } else if (event instanceof Marker marker) {
            echoes.put(marker.name(), new MarkerEcho(marker, received(), errors.size()));
            beginToMeasure(marker);
        } else if (event instanceof Holdings held) {
            holdings.put(held.marker(), held.live().stream().map(this::asNow).toList());
        } else if (event instanceof ModuleChange change) {
            remember(changes, change);
        } else if (event instanceof KernelLogLine) {
            logged++;
        } else if (event instanceof AllocationFailure) {
            failures++;
        } else if (event instanceof OutOfMemory) {
            refusals++;
        } else if (event instanceof Resize resize) {
            outstanding.computeIfPresent(resize.address(), (address, object) -> resized(object, resize));
        } else if (event instanceof Loss loss && loss.isError() && errors.size() < REMEMBERED) {
            errors.add(loss.what());
        }
        // Lost events show in the counts. A heartbeat, a note, the start, the number of probes and an unknown line
        // change no account.
    }

    /**
     * Measures how memory is used from a marker on that is still to come.
     *
     * @param marker its name
     * @param meter makes the meter once the marker is there
     */
    public void measureFrom(String marker, Function<Marker, UsageMeter> meter) {
        awaitedMeters.put(marker, meter);
    }

    private void beginToMeasure(Marker marker) {
        Function<Marker, UsageMeter> awaited = awaitedMeters.remove(marker.name());
        if (awaited != null) {
            UsageMeter meter = awaited.apply(marker);
            // Lines of other CPUs may have overtaken the marker; the meter leaves out what is older.
            outstanding.values().forEach(meter::accept);
            meters.put(marker.name(), meter);
        }
    }

    /**
     * Gives how memory was used since a marker; empty if that is not measured.
     *
     * @param marker the marker's name
     * @param end when the window ends, in nanoseconds since boot
     * @param callSites tells what stands at an address
     */
    Optional<MemoryUsage> usage(String marker, long end, CallSites callSites) {
        return Optional.ofNullable(meters.get(marker)).map(meter -> meter.usage(end, callSites));
    }

    /**
     * Gives what is held of what was allocated since a marker; empty if that is not measured.
     *
     * @param marker the marker's name
     * @param now in nanoseconds since boot
     */
    public Optional<MemoryLevel> level(String marker, long now) {
        return Optional.ofNullable(meters.get(marker)).map(meter -> meter.level(now));
    }

    /** Ends what {@link #measureFrom} began. */
    public void stopMeasuring(String marker) {
        awaitedMeters.remove(marker);
        meters.remove(marker);
    }

    private void book(Free free) {
        switch (free.kind()) {
            case LIVE, DEFERRED -> {
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
            case UNMATCHED -> {
                unmatchedFrees++;
                remember(
                        unmatched,
                        new UnmatchedFree(
                                free,
                                Optional.ofNullable(outstanding.floorEntry(free.address()))
                                        .map(Map.Entry::getValue)
                                        .filter(object -> LiveObject.of(object).holdsInside(free.address()))));
            }
        }
    }

    /** The kernel side's maps have the size that an object began with; the events tell what it is since. */
    private LiveObject asNow(LiveObject held) {
        Allocation told = outstanding.get(held.address());
        return told != null && told.nanos() == held.since() ? LiveObject.of(told) : held;
    }

    private static Allocation resized(Allocation object, Resize resize) {
        return new Allocation(
                object.nanos(),
                object.pid(),
                object.tid(),
                object.address(),
                resize.requestedBytes(),
                object.allocatedBytes(),
                object.callSite(),
                object.kind(),
                object.stack());
    }

    private static <T> void remember(List<T> list, T element) {
        if (list.size() < REMEMBERED) {
            list.add(element);
        }
    }

    /** Gives the marker's echo, once it has arrived. */
    public Optional<MarkerEcho> echo(String marker) {
        return Optional.ofNullable(echoes.get(marker));
    }

    /**
     * Gives the end of a window that no marker closed: as if the kernel side had counted nothing since but what arrived.
     *
     * @param start the marker that opened it
     * @param nanos when the last event was, in nanoseconds since boot
     */
    public MarkerEcho unclosed(MarkerEcho start, long nanos) {
        Counts received = received();
        Marker first = start.marker();
        // What the kernel side had counted then, and what arrived since.
        Counts counted = first.counts().since(start.received().since(received));
        return new MarkerEcho(
                new Marker(nanos, first.pid(), first.tid(), first.name(), counted), received, errors.size());
    }

    /** Gives what the kernel side held at a marker that asked for it, once it has arrived. */
    public Optional<List<LiveObject>> holdings(String marker) {
        return Optional.ofNullable(holdings.get(marker));
    }

    /** Gives what is allocated and not freed as far as the events tell, of every window. */
    public List<LiveObject> outstanding() {
        return outstanding.values().stream().map(LiveObject::of).toList();
    }

    /** Gives the double frees from one time to another, both included. */
    List<RepeatedFree> repeatedFreesBetween(long from, long to) {
        return repeatedFrees.stream()
                .filter(repeated -> within(repeated.free().nanos(), from, to))
                .toList();
    }

    /** Gives what bpftrace said that its programs could not do, from one number of such errors to another. */
    List<String> errors(int from, int to) {
        return errors.subList(from, to);
    }

    private Counts received() {
        return new Counts(allocations, frees, doubleFrees, unmatchedFrees, 0, 0, 0, 0, failures, refusals, logged, 0);
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

    /** Gives the frees of what the module was not seen to get, from one time to another, both included. */
    List<UnmatchedFree> unmatchedFreesBetween(long from, long to) {
        return unmatched.stream()
                .filter(found -> within(found.free().nanos(), from, to))
                .toList();
    }

    /** Gives the frees of what certainly no allocator gave out. */
    public List<UnmatchedFree> invalidFrees() {
        return unmatched.stream().filter(found -> found.reason().isPresent()).toList();
    }

    /** Gives the loads and unloads of the module from one time to another, both included. */
    List<ModuleChange> changesBetween(long from, long to) {
        return changes.stream()
                .filter(change -> within(change.nanos(), from, to))
                .toList();
    }

    /**
     * Gives whether, by a time, the module was loaded again that was there when the trace began: the probes on its functions
     * ended with the code that they were on.
     */
    public boolean reloadedBy(long to) {
        return !changes.isEmpty()
                && !changes.get(0).loaded()
                && changes.stream().anyMatch(change -> change.loaded() && change.nanos() <= to);
    }

    /** Gives whether, by a time, the module was loaded that was not there when the trace began, so that it has no probe. */
    boolean loadedBy(long to) {
        return !changes.isEmpty() && changes.get(0).loaded() && changes.get(0).nanos() <= to;
    }

    private static boolean within(long nanos, long from, long to) {
        return nanos >= from && nanos <= to;
    }

    /**
     * A free by the module of an address that it was not seen to get.
     *
     * @param free the free
     * @param around the live object that the address points into, if there was one
     */
    public record UnmatchedFree(Free free, Optional<Allocation> around) {

        /** From here on lie the kernel's image and its modules on x86-64 (Documentation/arch/x86/x86_64/mm.rst). */
        private static final long KERNEL_IMAGE = 0xffffffff80000000L;

        /**
         * Gives why no allocator can have given out the address, if that is certain. Any other may be of an object that is
         * older than the trace.
         */
        public Optional<String> reason() {
            return around.map(object -> "it points " + (free.address() - object.address())
                            + " bytes into a live object of " + object.requestedBytes() + " bytes")
                    .or(() -> impossible(free.address()));
        }

        private static Optional<String> impossible(long address) {
            if (Long.compareUnsigned(address, KERNEL_IMAGE) >= 0) {
                return Optional.of("it lies in the kernel's or a module's own code and data");
            }
            return address % 8 == 0 ? Optional.empty() : Optional.of("it is not aligned to 8 bytes");
        }
    }

    record FreedObject(Free free, Optional<Allocation> allocation) {}

    record RepeatedFree(Free free, Optional<FreedObject> first) {}
}
