package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.LiveObject;

/**
 * Judges what a window's memory came to.
 *
 * <p>PASSED needs proof that nothing was missed. FAILED needs more findings than what was missed could explain: a free
 * that was not seen makes one object look leaked. Everything else is INCONCLUSIVE.
 */
public final class MemoryJudge {

    private final MemoryLedger ledger;
    private final CallSites callSites;

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

        long held = evidence.outstanding().size();
        long explicable = Math.max(0, evidence.missed().frees()) + activity.reused();
        // Without this the frees of what looks held may have happened unseen.
        boolean freesSeen = evidence.death().isEmpty()
                && evidence.missed().known()
                && !moduleChanged(evidence)
                && (lossless || evidence.fromKernelMaps());
        Verdict leakVerdict;
        if (held > explicable && freesSeen) {
            leakVerdict = Verdict.FAILED;
        } else if (held > 0 || !gaps.isEmpty() || activity.unrecorded() > 0) {
            leakVerdict = Verdict.INCONCLUSIVE;
        } else {
            leakVerdict = Verdict.PASSED;
        }

        List<DoubleFree> doubleFrees = doubleFrees(evidence);
        long freedTwice = Math.max(activity.doubleFrees(), doubleFrees.size());
        Verdict doubleFreeVerdict;
        if (evidence.missed().known() && freedTwice > evidence.missed().allocations()) {
            doubleFreeVerdict = Verdict.FAILED;
        } else if (freedTwice > 0 || !gaps.isEmpty() || evidence.missed().frees() > 0 || activity.forgotten() > 0) {
            doubleFreeVerdict = Verdict.INCONCLUSIVE;
        } else {
            doubleFreeVerdict = Verdict.PASSED;
        }

        if (held > 0 && leakVerdict == Verdict.INCONCLUSIVE && freesSeen) {
            gaps.add(new Gap(
                    held + (held == 1 ? " object is" : " objects are") + " held, and as many frees went unseen",
                    "run the test again; a free by kfree_rcu is not seen yet"));
        }
        if (evidence.missed().frees() > 0) {
            gaps.add(new Gap(
                    evidence.missed().frees()
                            + " frees of interrupts were skipped by the kernel, because a program of the"
                            + " trace was running on that CPU, so a second free of them would not be seen",
                    "run the test again, on a machine less busy"));
        }
        if (activity.unrecorded() > 0) {
            gaps.add(new Gap(
                    activity.unrecorded() + " allocations found the map of live objects full",
                    "raise memory_trace.max_objects"));
        }
        if (activity.forgotten() > 0) {
            gaps.add(new Gap(
                    activity.forgotten() + " frees found the map of freed addresses full, so a second free of them"
                            + " would not be seen",
                    "raise memory_trace.max_objects"));
        }
        return new MemoryJudgement(
                leakVerdict,
                doubleFreeVerdict,
                group(evidence),
                doubleFrees,
                gaps,
                !lossless,
                evidence.settling(),
                activity);
    }

    private List<Gap> gaps(WindowEvidence evidence, Counts activity, boolean lossless) {
        List<Gap> gaps = new ArrayList<>();
        evidence.death()
                .ifPresent(death -> gaps.add(new Gap(
                        "the trace ended before the window did: " + death,
                        "see what ended bpftrace; the next test gets a fresh one")));
        if (moduleChanged(evidence)) {
            gaps.add(new Gap(
                    "the module was loaded or unloaded within the window, which leaves the probes on code that is gone",
                    "load the module before the test, and unload it after"));
        }
        if (!evidence.missed().known()) {
            gaps.add(new Gap(
                    "whether the kernel skipped runs of the trace's programs could not be read",
                    "run as root, or allow sudo -n cat"));
        }
        if (evidence.missed().allocations() > 0) {
            gaps.add(new Gap(
                    evidence.missed().allocations() + " allocations of interrupts were skipped by the kernel, because a"
                            + " program of the trace was running on that CPU",
                    "run the test again, on a machine less busy"));
        }
        if (!lossless && !evidence.fromKernelMaps() && evidence.death().isEmpty()) {
            long lost = evidence.end().missingSince(evidence.start());
            gaps.add(new Gap(
                    lost > 0
                            ? lost + " events were lost on their way from the kernel"
                            : "the events that arrived are not those that the kernel side counted",
                    "raise bpftrace.ring_pages"));
        }
        ledger.errors(evidence.start().errors(), evidence.end().errors()).stream()
                .distinct()
                .forEach(error ->
                        gaps.add(new Gap("bpftrace could not do its part: " + error, "report it, with the capture")));
        if (activity.calls() == 0 && activity.emitted() == 0) {
            gaps.add(new Gap(
                    "the module was not exercised: none of its functions was called, and it allocated and freed"
                            + " nothing",
                    "check that the test reaches the module, and that 'functions' names its functions"));
        }
        return gaps;
    }

    private static boolean moduleChanged(WindowEvidence evidence) {
        return evidence.end().moduleChanges() > evidence.start().moduleChanges();
    }

    private List<Leak> group(WindowEvidence evidence) {
        Map<Long, List<LiveObject>> bySite = new LinkedHashMap<>();
        evidence.outstanding().stream()
                .sorted(Comparator.comparingLong(LiveObject::since))
                .forEach(object -> bySite.computeIfAbsent(object.callSite(), site -> new ArrayList<>())
                        .add(object));
        return bySite.entrySet().stream()
                .map(entry -> {
                    LiveObject oldest = entry.getValue().get(0);
                    return new Leak(
                            callSites.at(entry.getKey()),
                            entry.getValue().size(),
                            entry.getValue().stream()
                                    .mapToLong(LiveObject::requestedBytes)
                                    .sum(),
                            evidence.end().marker().nanos() - oldest.since(),
                            oldest.tid());
                })
                .sorted(Comparator.comparingLong(Leak::bytes).reversed())
                .toList();
    }

    private List<DoubleFree> doubleFrees(WindowEvidence evidence) {
        return ledger
                .repeatedFreesBetween(
                        evidence.start().marker().nanos(),
                        evidence.end().marker().nanos())
                .stream()
                .map(repeated -> new DoubleFree(
                        repeated.free().address(),
                        callSites.at(repeated.free().callSite()),
                        repeated.free().tid(),
                        repeated.free().nanos() - repeated.free().earlierNanos(),
                        repeated.first().map(first -> callSites.at(first.free().callSite())),
                        repeated.first()
                                .flatMap(MemoryLedger.FreedObject::allocation)
                                .map(allocation -> callSites.at(allocation.callSite()))))
                .toList();
    }
}
