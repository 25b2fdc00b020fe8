package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.report.Errno;

/** Makes series of what the module's functions did. However many there are, the number of series is bounded. */
final class OperationSeries {

    /** How many functions have series of their own; those that are called later share one. */
    static final int MOST_FUNCTIONS = 128;

    /** How many errors of a function have series of their own. */
    static final int MOST_ERRORS = 16;

    /** What stands for functions and errors that have no series of their own; no function of C can be called so. */
    static final String OTHERS = "(others)";

    private final Set<String> functions = new HashSet<>();
    private final Map<String, Set<String>> errors = new LinkedHashMap<>();

    void addTo(Series series, OperationProfile profile) {
        Map<Labels, Long> calls = new LinkedHashMap<>();
        Map<Labels, Long> addedUp = new LinkedHashMap<>();
        Map<Labels, Long> slow = new LinkedHashMap<>();
        Map<Labels, Long> failed = new LinkedHashMap<>();
        Map<Labels, Long> hits = new LinkedHashMap<>();
        Map<Labels, Long> misses = new LinkedHashMap<>();
        Map<Labels, Long> moved = new LinkedHashMap<>();
        Map<Labels, Long> ofCategory = new LinkedHashMap<>();
        Map<Labels, Long> failedOfCategory = new LinkedHashMap<>();
        Map<Labels, Distribution> latency = new LinkedHashMap<>();
        Map<Labels, Distribution> lockWaits = new LinkedHashMap<>();
        Map<Labels, Distribution> lockHolds = new LinkedHashMap<>();
        Map<Labels, Distribution> kernelLockWaits = new LinkedHashMap<>();
        for (FunctionProfile function : profile.functions()) {
            Labels name = Labels.of("function", name(function.name()));
            calls.merge(name, function.calls(), Long::sum);
            addedUp.merge(name, function.totalled(), Long::sum);
            slow.merge(name, function.slow(), Long::sum);
            function.errors()
                    .forEach((errno, count) ->
                            failed.merge(name.add("error", error(name.get("function"), errno)), count, Long::sum));
            if (function.is(OperationCategory.CACHE_LOOKUP)) {
                hits.merge(name, function.hits(), Long::sum);
                misses.merge(name, function.misses(), Long::sum);
            }
            if (function.isTransfer()) {
                moved.merge(name, function.moved(), Long::sum);
            }
            for (OperationCategory category : function.categories()) {
                Labels label = Labels.of("category", category.key());
                if (category != OperationCategory.NO_RESULT) {
                    ofCategory.merge(label, function.calls(), Long::sum);
                    failedOfCategory.merge(label, function.errorCount(), Long::sum);
                }
            }
            latency.merge(name, function.latency(), Distribution::and);
            lockWaits.merge(name, function.locks().waits(), Distribution::and);
            lockHolds.merge(name, function.locks().holds(), Distribution::and);
            kernelLockWaits.merge(name, function.locks().contentions(), Distribution::and);
        }
        series.counter("calls", "Calls of the module's functions.", calls);
        series.counter(
                "added_up_calls",
                "Calls of those that came too fast to be told one by one: their times are known as those of a bucket.",
                addedUp);
        series.counter("slow_calls", "Calls that were slow, as the configuration has it.", slow);
        series.counter("call_errors", "Calls that returned an error, by its name.", failed);
        series.counter("category_calls", "Calls of the functions of a category; one may be of several.", ofCategory);
        series.counter(
                "category_errors", "Calls of the functions of a category that returned an error.", failedOfCategory);
        series.counter("cache_hits", "Lookups of a cache that found something.", hits);
        series.counter("cache_misses", "Lookups of a cache that found nothing.", misses);
        series.counter("transferred_bytes", "Bytes that functions which read or write say they moved.", moved);
        series.seconds("call_duration", "How long calls took.", latency);
        series.seconds("lock_wait", "How long the module's functions that take a lock took.", lockWaits);
        series.seconds("lock_hold", "How long locks were held, by the function that took them.", lockHolds);
        series.seconds(
                "kernel_lock_wait",
                "How long threads waited for locks of the kernel's while a function of the module ran.",
                kernelLockWaits);
    }

    /** The first ones keep their series, because a series must not come and go. */
    private String name(String function) {
        return functions.contains(function) || functions.size() < MOST_FUNCTIONS && functions.add(function)
                ? function
                : OTHERS;
    }

    private String error(String function, int errno) {
        String name = Errno.returned(errno).substring(1);
        Set<String> known = errors.computeIfAbsent(function, first -> new HashSet<>());
        return known.contains(name) || known.size() < MOST_ERRORS && known.add(name) ? name : OTHERS;
    }
}
