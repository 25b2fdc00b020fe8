package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.UsageSettings.Tracking;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.ModuleChange;

/**
 * Judges what a window's memory came to.
 *
 * <p>PASSED needs proof that nothing was missed. FAILED needs more findings than what was missed could explain: a free
 * that was not seen makes one object look leaked. Everything else is INCONCLUSIVE.
 */
public final class MemoryJudge {

    private final MemoryLedger ledger;
    private final CallSites callSites;
    private final Map<Asked, Ownership> ownerships = new HashMap<>();

    public MemoryJudge(MemoryLedger ledger, CallSites callSites) {
        this.ledger = ledger;
        this.callSites = callSites;
    }

    /** Judges a window on its evidence. */
    public MemoryJudgement judge(WindowEvidence evidence) {
        Counts activity =
                evidence.end().marker().counts().since(evidence.start().marker().counts());
        boolean lossless = evidence.end().completeSince(evidence.start());
        List<Gap> gaps = gaps(evidence, activity, lossless);
        List<String> remarks = new ArrayList<>();
        MemoryUsage usage = ledger.usage(evidence.start().marker().name(), to(evidence), callSites)
                .orElse(MemoryUsage.NONE);
        Tracking tracking = usage.details().tracking();
        boolean told = tracking.allocations() && tracking.deallocations();

        List<Leak> held = tracking.leaks() ? leaks(evidence) : List.of();
        List<Leak> counted = held.stream()
                .filter(leak -> leak.owner() == Owner.DIRECT || evidence.scope().indirect() == IndirectAllocations.FAIL)
                .toList();
        if (evidence.scope().indirect() == IndirectAllocations.WARN) {
            held.stream()
                    .filter(leak -> leak.owner() == Owner.INDIRECT)
                    .forEach(leak -> remarks.add(
                            leak.count() + " objects are held that a deeper part of the kernel allocated for "
                                    + leak.site() + " (indirect=WARN)"));
        }
        if (ledger.loadedBy(to(evidence))) {
            remarks.add(
                    "the module was loaded under the trace, whose probes are on none of its functions: what kvmalloc"
                            + " and deeper parts of the kernel allocated for it was not seen");
        }
        long objects = counted.stream().mapToLong(Leak::count).sum();
        long explicable = Math.max(0, evidence.missed().frees()) + activity.reused();
        // Without this the frees of what looks held may have happened unseen.
        boolean freesSeen =
                evidence.death().isEmpty() && evidence.missed().known() && (lossless || evidence.fromKernelMaps());
        Verdict leakVerdict;
        if (objects > explicable && freesSeen) {
            leakVerdict = Verdict.FAILED;
        } else if (objects > 0 || !gaps.isEmpty() || activity.unrecorded() > 0) {
            leakVerdict = Verdict.INCONCLUSIVE;
        } else {
            leakVerdict = Verdict.PASSED;
        }

        List<DoubleFree> doubleFrees = new ArrayList<>();
        long freedTwice = doubleFrees(evidence, activity, doubleFrees);
        Verdict doubleFreeVerdict;
        if (evidence.missed().known() && freedTwice > lostAllocations(evidence, activity)) {
            doubleFreeVerdict = Verdict.FAILED;
        } else if (freedTwice > 0
                || !gaps.isEmpty()
                || evidence.missed().frees() > 0
                || activity.reused() > 0
                || activity.forgotten() > 0) {
            doubleFreeVerdict = Verdict.INCONCLUSIVE;
        } else {
            doubleFreeVerdict = Verdict.PASSED;
        }

        List<InvalidFree> invalidFrees = invalidFrees(evidence);
        Verdict invalidFreeVerdict;
        if (!invalidFrees.isEmpty()) {
            invalidFreeVerdict = Verdict.FAILED;
        } else if (!gaps.isEmpty() || evidence.missed().frees() > 0 || !lossless && activity.unmatchedFrees() > 0) {
            invalidFreeVerdict = Verdict.INCONCLUSIVE;
        } else {
            invalidFreeVerdict = Verdict.PASSED;
        }

        List<KernelWarning> warnings = KernelWarnings.in(evidence.log());
        Verdict logVerdict;
        if (!warnings.isEmpty()) {
            logVerdict = Verdict.FAILED;
        } else if (!gaps.isEmpty() || evidence.log().size() < activity.logged()) {
            logVerdict = Verdict.INCONCLUSIVE;
        } else {
            logVerdict = Verdict.PASSED;
        }

        if (objects > 0 && leakVerdict == Verdict.INCONCLUSIVE && freesSeen) {
            gaps.add(new Gap(
                    objects + (objects == 1 ? " object is" : " objects are") + " held, and as many frees went unseen",
                    "run the test again, on a machine less busy"));
        }
        if (evidence.missed().frees() > 0) {
            gaps.add(new Gap(
                    evidence.missed().frees()
                            + " frees of interrupts were skipped by the kernel, because a program of the"
                            + " trace was running on that CPU, so a second free of them would not be seen",
                    "run the test again, on a machine less busy"));
        }
        if (activity.reused() > 0) {
            gaps.add(new Gap(
                    activity.reused()
                            + " objects were given out again, or freed more than 32 at a time, without a free that was"
                            + " seen, so a second free of them would not be seen",
                    "free them with kfree, or in smaller numbers, in the test that judges double frees"));
        }
        if (activity.unrecorded() > 0) {
            gaps.add(new Gap(
                    activity.unrecorded() + " allocations found the map of live objects full, or were made more than"
                            + " 32 at a time",
                    "raise memory_trace.max_objects"));
        }
        if (activity.forgotten() > 0) {
            gaps.add(new Gap(
                    activity.forgotten() + " frees found the map of freed addresses full, so a second free of them"
                            + " would not be seen",
                    "raise memory_trace.max_objects"));
        }
        gaps.addAll(Untracked.of(tracking));
        return new MemoryJudgement(
                Untracked.restingOn(told && tracking.leaks(), leakVerdict),
                Untracked.restingOn(told, doubleFreeVerdict),
                Untracked.restingOn(told, invalidFreeVerdict),
                logVerdict,
                counted,
                doubleFrees,
                invalidFrees,
                warnings,
                remarks,
                gaps,
                !lossless,
                evidence.settling(),
                activity,
                usage,
                List.of());
    }

    /** Gives whether the window answers for nothing that is held. */
    public boolean nothingHeld(WindowEvidence evidence) {
        return owned(evidence).isEmpty();
    }

    /** Gives how many allocations neither look may have seen. */
    private static long lostAllocations(WindowEvidence evidence, Counts activity) {
        return Math.max(0, evidence.missed().allocations() - activity.recovered());
    }

    private List<Gap> gaps(WindowEvidence evidence, Counts activity, boolean lossless) {
        List<Gap> gaps = new ArrayList<>();
        evidence.death()
                .ifPresent(death -> gaps.add(new Gap(
                        "the trace ended before the window did: " + death,
                        "see what ended it; the next test gets a fresh trace")));
        if (!evidence.missed().known()) {
            gaps.add(new Gap(
                    "whether the kernel skipped runs of the trace's programs could not be read",
                    "run as root, or allow sudo -n cat"));
        }
        long lost = lostAllocations(evidence, activity);
        if (lost > 0) {
            gaps.add(new Gap(
                    lost + " allocations of interrupts were skipped by the kernel, because a program of the trace was"
                            + " running on that CPU",
                    "run the test again, on a machine less busy"));
        }
        if (!lossless && !evidence.fromKernelMaps() && evidence.death().isEmpty()) {
            long missing = evidence.end().missingSince(evidence.start());
            gaps.add(new Gap(
                    missing > 0
                            ? missing + " events were lost on their way from the kernel"
                            : "the events that arrived are not those that the kernel side counted",
                    "raise bpftrace.ring_pages"));
        }
        ledger.errors(evidence.start().errors(), evidence.end().errors()).stream()
                .distinct()
                .forEach(error ->
                        gaps.add(new Gap("bpftrace could not do its part: " + error, "report it, with the capture")));
        if (ledger.reloadedBy(to(evidence))) {
            gaps.add(new Gap(
                    "the module was unloaded and loaded again under the trace, whose probes on its functions ended with"
                            + " it: what a deeper part of the kernel allocated for it after that was not seen",
                    "leave the module loaded in this test; the next one gets a fresh trace"));
        }
        // Calls are counted at markers, and after the last one of a trace that ended nobody knows.
        if (activity.calls() == 0
                && changes(evidence).isEmpty()
                && evidence.death().isEmpty()) {
            gaps.add(new Gap(
                    "the module was not exercised: none of its functions was called, and it allocated and freed"
                            + " nothing",
                    "check that the test reaches the module, and that 'functions' names its functions"));
        }
        return gaps;
    }

    private static long from(WindowEvidence evidence) {
        return evidence.start().marker().nanos();
    }

    private static long to(WindowEvidence evidence) {
        return evidence.end().marker().nanos();
    }

    private List<ModuleChange> changes(WindowEvidence evidence) {
        return ledger.changesBetween(from(evidence), to(evidence));
    }

    /** Gives what the window answers for and is held, without what the module has nothing to do with. */
    private List<Owned> owned(WindowEvidence evidence) {
        List<Owned> owned = new ArrayList<>();
        for (LiveObject object : evidence.scope().select(evidence.held(), changes(evidence))) {
            Ownership ownership = ownership(object.callSite(), object.stack());
            if (ownership.owner() == Owner.DIRECT
                    || ownership.owner() == Owner.INDIRECT
                            && evidence.scope().indirect() != IndirectAllocations.IGNORE) {
                owned.add(new Owned(object, ownership));
            }
        }
        return owned;
    }

    private Ownership ownership(long callSite, CallStack stack) {
        return ownerships.computeIfAbsent(
                new Asked(callSite, stack), asked -> Ownership.of(asked.callSite(), asked.stack(), callSites));
    }

    private List<Leak> leaks(WindowEvidence evidence) {
        Map<Object, List<Owned>> byStack = new LinkedHashMap<>();
        owned(evidence).stream()
                .sorted(Comparator.comparingLong(owned -> owned.object().since()))
                .forEach(owned -> byStack.computeIfAbsent(
                                List.of(owned.ownership(), owned.object().kind()), stack -> new ArrayList<>())
                        .add(owned));
        return byStack.values().stream()
                .map(group -> {
                    Owned oldest = group.get(0);
                    return new Leak(
                            oldest.ownership().site(),
                            oldest.ownership().stack(),
                            oldest.ownership().owner(),
                            oldest.object().kind(),
                            group.size(),
                            group.stream()
                                    .mapToLong(owned -> owned.object().requestedBytes())
                                    .sum(),
                            to(evidence) - oldest.object().since(),
                            oldest.object().tid());
                })
                .sorted(Comparator.comparingLong(Leak::bytes).reversed())
                .toList();
    }

    /** Finds the double frees that the window answers for, and gives how many there were, told in detail or not. */
    private long doubleFrees(WindowEvidence evidence, Counts activity, List<DoubleFree> findings) {
        long others = 0;
        for (MemoryLedger.RepeatedFree repeated : ledger.repeatedFreesBetween(from(evidence), to(evidence))) {
            Optional<Ownership> owner = repeated.first()
                    .flatMap(MemoryLedger.FreedObject::allocation)
                    .map(allocation -> ownership(allocation.callSite(), allocation.stack()));
            Free free = repeated.free();
            if (!evidence.scope().answersFor(free.pid(), free.tid())
                    || owner.map(Ownership::owner).filter(Owner.FOREIGN::equals).isPresent()) {
                others++;
                continue;
            }
            findings.add(new DoubleFree(
                    free.address(),
                    callSites.at(free.callSite()),
                    free.tid(),
                    free.nanos() - free.earlierNanos(),
                    repeated.first().map(first -> callSites.at(first.free().callSite())),
                    owner.map(Ownership::site)));
        }
        return Math.max(activity.doubleFrees() - others, findings.size());
    }

    private List<InvalidFree> invalidFrees(WindowEvidence evidence) {
        List<InvalidFree> findings = new ArrayList<>();
        for (MemoryLedger.UnmatchedFree unmatched : ledger.unmatchedFreesBetween(from(evidence), to(evidence))) {
            Free free = unmatched.free();
            if (!evidence.scope().answersFor(free.pid(), free.tid())) {
                continue;
            }
            unmatched
                    .reason()
                    .ifPresent(reason -> findings.add(new InvalidFree(
                            free.address(),
                            callSites.at(free.callSite()),
                            free.tid(),
                            reason,
                            unmatched.around().map(object -> callSites.at(object.callSite())))));
        }
        return findings;
    }

    private record Asked(long callSite, CallStack stack) {}

    private record Owned(LiveObject object, Ownership ownership) {}
}
