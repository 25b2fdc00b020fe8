package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.OutOfMemory;

/** Counts the module's allocations that fail, and its functions' returns of -ENOMEM. */
final class FailureMeter {

    /** How many threads' last failures are remembered. */
    private static final int MOST_FAILED = 1_024;

    private final Map<Long, FailedPlace> failures = new LinkedHashMap<>();
    private final Map<String, Long> refusals = new LinkedHashMap<>();
    private final Map<Integer, AllocationFailure> lastFailures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, AllocationFailure> eldest) {
            return size() > MOST_FAILED;
        }
    };
    private long failureCount;
    private long refusalCount;

    void failed(AllocationFailure failure) {
        failureCount++;
        FailedPlace place = failures.computeIfAbsent(failure.callSite(), site -> new FailedPlace());
        place.count++;
        place.largestBytes = Math.max(place.largestBytes, failure.requestedBytes());
        lastFailures.put(failure.tid(), failure);
    }

    void refused(OutOfMemory refusal) {
        refusalCount++;
        refusals.merge(refusal.function(), 1L, Long::sum);
    }

    /**
     * A kvmalloc of a large size tries kmalloc first: what then comes from vmalloc has not failed.
     *
     * @return whether an allocation is what a failure is made good by
     */
    boolean forget(Allocation allocation) {
        if (allocation.kind() != MemoryKind.VMALLOC) {
            return false;
        }
        AllocationFailure last = lastFailures.get(allocation.tid());
        if (last == null
                || last.callSite() != allocation.callSite()
                || last.requestedBytes() != allocation.requestedBytes()) {
            return false;
        }
        lastFailures.remove(allocation.tid());
        failureCount--;
        FailedPlace place = failures.get(last.callSite());
        place.count--;
        if (place.count == 0) {
            failures.remove(last.callSite());
        }
        return true;
    }

    List<MemoryUsage.Failures> failures(CallSites callSites) {
        return failures.entrySet().stream()
                .map(entry -> new MemoryUsage.Failures(
                        callSites.at(entry.getKey()), entry.getValue().count, entry.getValue().largestBytes))
                .sorted(Comparator.comparingLong(MemoryUsage.Failures::count).reversed())
                .limit(UsageMeter.MOST_PLACES)
                .toList();
    }

    long failureCount() {
        return failureCount;
    }

    List<MemoryUsage.Refusals> refusals() {
        return refusals.entrySet().stream()
                .map(entry -> new MemoryUsage.Refusals(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(MemoryUsage.Refusals::count).reversed())
                .limit(UsageMeter.MOST_PLACES)
                .toList();
    }

    long refusalCount() {
        return refusalCount;
    }

    private static final class FailedPlace {

        private long count;
        private long largestBytes;
    }
}
