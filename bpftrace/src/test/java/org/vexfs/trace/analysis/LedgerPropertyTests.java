package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.TraceEvent;

/**
 * Whatever a module does on four CPUs, and however the events of different addresses overtake one another within 100
 * microseconds: the ledger and the verdict are those of a model that sees all of it in order.
 */
class LedgerPropertyTests {

    private static final int CPUS = 4;
    private static final int ADDRESSES = 12;
    private static final long DISORDER = 100_000;
    private static final long START = 1_000_000_000;

    /** What a CPU does to an address. */
    private enum Deed {
        /** The module allocates there; if it holds the address already, its free was not seen. */
        ALLOCATE,
        FREE,
        /** By kfree_rcu: the kernel lets go of it later. */
        FREE_LATER,
        /** Somebody else gets the address. */
        GIVE_AWAY
    }

    /**
     * One deed.
     *
     * @param after nanoseconds since the deed before
     * @param delay how long its event takes to arrive
     */
    private record Step(int cpu, int address, Deed deed, long after, long delay) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, CPUS - 1),
                        Arbitraries.integers().between(0, ADDRESSES - 1),
                        Arbitraries.of(Deed.class),
                        Arbitraries.longs().between(1, DISORDER / 2),
                        Arbitraries.longs().between(0, DISORDER))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }

    @Property
    void theLedgerIsThatOfAModelThatSeesEverythingInOrder(@ForAll("steps") List<Step> steps) {
        Model model = new Model(steps);
        MemoryLedger ledger = new MemoryLedger();

        model.arriving().forEach(ledger::accept);

        assertThat(ledger.outstanding())
                .extracting(LiveObject::address, LiveObject::since)
                .containsExactlyElementsOf(model.live.entrySet().stream()
                        .map(held -> tuple(held.getKey(), held.getValue()))
                        .toList());
        assertThat(ledger.repeatedFreesBetween(0, Long.MAX_VALUE))
                .extracting(repeated -> repeated.free().nanos(), LedgerPropertyTests::firstFree)
                .containsExactlyInAnyOrderElementsOf(model.doubleFrees.entrySet().stream()
                        .map(twice -> tuple(twice.getKey(), twice.getValue()))
                        .toList());
    }

    @Property
    void theVerdictIsTheModels(@ForAll("steps") List<Step> steps) {
        Model model = new Model(steps);

        MemoryJudgement judgement = judged(model.arriving(), model.counts());

        assertThat(judgement.leaks()).isEqualTo(model.leaks());
        assertThat(judgement.doubleFrees()).isEqualTo(model.doubleFree());
        assertThat(judgement.leakedObjects()).isEqualTo(model.live.size());
    }

    @Property
    void whateverOneEventIsLostNothingPasses(@ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 0) int which) {
        Model model = new Model(steps);
        List<TraceEvent> events = new ArrayList<>(model.arriving());
        if (events.isEmpty()) {
            return;
        }
        events.remove(which % events.size());

        MemoryJudgement judgement = judged(events, model.counts());

        assertThat(judgement.leaks()).isNotEqualTo(Verdict.PASSED);
        assertThat(judgement.doubleFrees()).isNotEqualTo(Verdict.PASSED);
        assertThat(judgement.gaps()).isNotEmpty();
    }

    private static long firstFree(MemoryLedger.RepeatedFree repeated) {
        return repeated.first().orElseThrow().free().nanos();
    }

    private static MemoryJudgement judged(List<TraceEvent> events, Counts counts) {
        MemoryLedger ledger = new MemoryLedger();
        ledger.accept(new Marker(START, 1, 1, "vx00000c0000000", Counts.NONE));
        events.forEach(ledger::accept);
        ledger.accept(new Marker(Long.MAX_VALUE / 2, 1, 1, "vx00000c0000001", counts));
        MarkerEcho start = ledger.echo("vx00000c0000000").orElseThrow();
        MarkerEcho end = ledger.echo("vx00000c0000001").orElseThrow();
        return new MemoryJudge(ledger, TracedModule::site)
                .judge(new WindowEvidence(
                        new WindowScope(start.marker(), Attribution.MODULE, IndirectAllocations.FAIL),
                        start,
                        end,
                        ledger.outstanding(),
                        false,
                        Missed.NONE,
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    /** Sees each deed when it is done, and keeps nothing but what is live, and what was freed when. */
    private static final class Model {

        private final Map<Long, Long> live = new TreeMap<>(Long::compareUnsigned);
        private final Map<Long, Long> freed = new HashMap<>();
        /** By the time of the second free, the time of the first. */
        private final Map<Long, Long> doubleFrees = new TreeMap<>();

        private final List<Arrival> arrivals = new ArrayList<>();
        private long allocations;
        private long frees;
        private long unmatched;
        private long reused;

        private record Arrival(long at, TraceEvent event) {}

        Model(List<Step> steps) {
            long now = START;
            Map<Long, Long> lastArrival = new HashMap<>();
            for (Step step : steps) {
                now += step.after();
                long address = 0xff00_0000_0000_1000L + step.address() * 0x100L;
                Optional<TraceEvent> event = happens(step, address, now);
                if (event.isPresent()) {
                    // Events of one address do not overtake one another.
                    long at = Math.max(now + step.delay(), lastArrival.getOrDefault(address, 0L) + 1);
                    lastArrival.put(address, at);
                    arrivals.add(new Arrival(at, event.get()));
                }
            }
        }

        private Optional<TraceEvent> happens(Step step, long address, long now) {
            int tid = 100 + step.cpu();
            return switch (step.deed()) {
                case ALLOCATE -> {
                    allocations++;
                    reused += live.containsKey(address) ? 1 : 0;
                    live.put(address, now);
                    freed.remove(address);
                    yield Optional.of(new Allocation(
                            now,
                            100,
                            tid,
                            address,
                            64,
                            64,
                            TracedModule.INSERT,
                            MemoryKind.SLAB,
                            new CallStack(TracedModule.INSERT)));
                }
                case FREE -> Optional.of(free(address, now, tid, Free.Kind.LIVE));
                case FREE_LATER -> Optional.of(free(address, now, tid, Free.Kind.DEFERRED));
                case GIVE_AWAY -> {
                    // Whatever the module holds is not given to anybody else.
                    if (!live.containsKey(address)) {
                        freed.remove(address);
                    }
                    yield Optional.empty();
                }
            };
        }

        private Free free(long address, long now, int tid, Free.Kind kind) {
            Long since = live.remove(address);
            Long first = freed.get(address);
            if (since != null) {
                frees++;
                freed.put(address, now);
                return new Free(now, 100, tid, address, TracedModule.DELETE, kind, since);
            }
            if (first != null) {
                doubleFrees.put(now, first);
                return new Free(now, 100, tid, address, TracedModule.DELETE, Free.Kind.REPEATED, first);
            }
            unmatched++;
            return new Free(now, 100, tid, address, TracedModule.DELETE, Free.Kind.UNMATCHED, 0);
        }

        /** As many of what looks held as were freed unseen elsewhere may have been freed unseen, too. */
        Verdict leaks() {
            return live.isEmpty() ? Verdict.PASSED : live.size() > reused ? Verdict.FAILED : Verdict.INCONCLUSIVE;
        }

        /** What was freed unseen may have been freed twice. */
        Verdict doubleFree() {
            return !doubleFrees.isEmpty() ? Verdict.FAILED : reused > 0 ? Verdict.INCONCLUSIVE : Verdict.PASSED;
        }

        /** Gives the events in the order in which they arrive. */
        List<TraceEvent> arriving() {
            return arrivals.stream()
                    .sorted(Comparator.comparingLong(Arrival::at))
                    .map(Arrival::event)
                    .toList();
        }

        Counts counts() {
            return new Counts(
                    allocations,
                    frees,
                    doubleFrees.size(),
                    unmatched,
                    0,
                    0,
                    reused,
                    allocations + frees + 1,
                    0,
                    0,
                    0,
                    0);
        }
    }
}
