package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.OperationCounts;

/**
 * Judges what a window's operations came to: what the profile may have missed, and how much that may be.
 *
 * <p>What is asserted of them is decided by {@link OperationAssertion}.
 */
public final class OperationJudge {

    private static final String BUSY = "run the test again, on a machine less busy";

    private final OperationSettings settings;
    private final TotalledCalls totalledCalls;

    public OperationJudge(OperationSettings settings) {
        this.settings = settings;
        this.totalledCalls = new TotalledCalls(settings);
    }

    /** Judges a window on its evidence. */
    public OperationJudgement judge(OperationEvidence evidence) {
        OperationCounts end = evidence.end().marker().counts();
        OperationCounts activity = end.since(evidence.start().marker().counts());
        Gaps gaps = new Gaps();
        observed(evidence, gaps);
        lost(evidence, activity, gaps);
        OperationProfile profile = totalled(evidence, activity, gaps);
        exercised(evidence, activity, gaps);
        return new OperationJudgement(
                profile,
                activity,
                gaps.found,
                gaps.unseen,
                Math.max(0, end.running()),
                evidence.abandoned(),
                settings,
                evidence.observation());
    }

    private static void observed(OperationEvidence evidence, Gaps gaps) {
        Observation observation = evidence.observation();
        observation
                .death()
                .ifPresent(death -> gaps.unbounded(
                        "the trace ended before the window did: " + death,
                        "see what ended bpftrace; the next test gets a fresh one"));
        if (observation.missed() < 0) {
            gaps.unbounded(
                    "whether the kernel skipped runs of the trace's programs could not be read",
                    "run as root, or allow sudo -n cat");
        } else if (observation.missed() > 0) {
            gaps.upTo(
                    observation.missed(),
                    observation.missed(),
                    observation.missed() + " runs of the trace's programs were skipped by the kernel, because another"
                            + " one was running on that CPU",
                    BUSY);
        }
        if (!evidence.changes().isEmpty()) {
            gaps.unbounded(
                    "the module was loaded or unloaded in the window, and the trace's probes with it",
                    "load the module before the test and leave it loaded");
        }
        evidence.errors().stream()
                .distinct()
                .forEach(error ->
                        gaps.unbounded("bpftrace could not do its part: " + error, "report it, with the capture"));
    }

    private static void lost(OperationEvidence evidence, OperationCounts activity, Gaps gaps) {
        OperationCounts missing = evidence.end().missingSince(evidence.start());
        long events = missing.told() + missing.abandoned() + missing.contentions();
        // Where the trace died, what it had not told yet is no loss on the way.
        if (!missing.equals(OperationCounts.NONE)
                && evidence.observation().death().isEmpty()) {
            if (missing.told() < 0 || missing.abandoned() < 0 || missing.contentions() < 0) {
                gaps.unbounded(
                        "the events that arrived are not those that the kernel side counted",
                        "report it, with the capture");
            } else {
                gaps.upTo(
                        missing.told(),
                        missing.contentions(),
                        events + (events == 1 ? " event was" : " events were") + " lost on the way from the kernel",
                        "raise bpftrace.ring_pages, or lower advanced.ebpf.max_events");
            }
        }
        if (activity.unmatched() > 0) {
            gaps.upTo(
                    activity.unmatched(),
                    0,
                    "of " + activity.unmatched() + (activity.unmatched() == 1 ? " call" : " calls")
                            + " the beginning was missed",
                    BUSY);
        }
        if (activity.unreturned() > 0) {
            gaps.upTo(
                    activity.unreturned(),
                    0,
                    "of " + activity.unreturned() + (activity.unreturned() == 1 ? " call" : " calls")
                            + " the return was missed",
                    BUSY);
        }
    }

    private OperationProfile totalled(OperationEvidence evidence, OperationCounts activity, Gaps gaps) {
        long totalled = activity.totalled();
        if (totalled <= 0) {
            return evidence.told();
        }
        String calls = totalled + (totalled == 1 ? " call" : " calls");
        if (evidence.scope().attribution() != Attribution.MODULE) {
            gaps.upTo(
                    totalled,
                    0,
                    calls + " were not told one by one, so nobody knows whose they were",
                    "use attribution MODULE, or trace fewer functions, with rates of 1 in kernel_trace.sampling");
            return evidence.told();
        }
        boolean startKnown = evidence.startTotals().isPresent()
                || evidence.start().marker().counts().totalled() == 0;
        if (!startKnown || evidence.endTotals().isEmpty()) {
            gaps.upTo(
                    totalled,
                    0,
                    calls + " were not told one by one, and their totals did not arrive",
                    "run the test again; report it, with the capture, if it stays so");
            return evidence.told();
        }
        OperationProfile profile = totalledCalls.addedTo(
                evidence.told(), evidence.startTotals(), evidence.endTotals().get());
        long missing = totalled - profile.all().totalled();
        if (missing > 0) {
            gaps.upTo(missing, 0, missing + " calls are missing from the kernel side's totals", BUSY);
        }
        return profile;
    }

    private static void exercised(OperationEvidence evidence, OperationCounts activity, Gaps gaps) {
        if (!evidence.changes().isEmpty()) {
            return;
        }
        String remedy = "check that the test reaches the module, and that 'functions' names its functions";
        if (activity.entered() == 0 && evidence.told().all().calls() == 0) {
            gaps.unbounded("the module was not exercised: none of its functions was called", remedy);
        } else if (evidence.scope().attribution() != Attribution.MODULE
                && activity.totalled() == 0
                && evidence.told().all().calls() == 0) {
            gaps.unbounded(
                    "the module was not exercised by the test's "
                            + (evidence.scope().attribution() == Attribution.THREAD ? "thread" : "process")
                            + ": none of the calls in the window was made by it and returned",
                    remedy);
        }
    }

    /** What is missing, and how much it may be. */
    private static final class Gaps {

        private final List<Gap> found = new ArrayList<>();
        private Unseen unseen = Unseen.NONE;

        void upTo(long calls, long contentions, String cause, String remedy) {
            found.add(new Gap(cause, remedy));
            unseen = unseen.and(new Unseen(calls, contentions));
        }

        void unbounded(String cause, String remedy) {
            upTo(Unseen.ANY_NUMBER, Unseen.ANY_NUMBER, cause, remedy);
        }
    }
}
