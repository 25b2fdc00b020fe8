package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.number;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.TraceEvent;

/**
 * Says what a trace tells, a line for each event, for people and for grep:
 *
 * <pre>[14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250 μs, results=10</pre>
 *
 * <p>The words in capitals say what an event is, and stand nowhere else: READ, WRITE, SEARCH, VECTOR (insert, update, delete,
 * index), CACHE, LOCK, METADATA, CALL (of any other function), ALLOC, FREE, KERNEL, MODULE, ALERT; and with them COMPLETE, or
 * ERROR, SLOW and LEAK for what is wrong. Not safe for use by several threads.
 */
public final class ResultText {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** How a module that is not VexFS is called, is its own name. */
    private static final Map<String, String> SUBJECTS = Map.of("vexfs", "VexFS");

    /** The words for what a function does: of several categories of one, the first that stands here. */
    private static final Map<OperationCategory, String> WORDS = new EnumMap<>(Map.ofEntries(
            Map.entry(OperationCategory.READ, "READ"),
            Map.entry(OperationCategory.WRITE, "WRITE"),
            Map.entry(OperationCategory.METADATA, "METADATA"),
            Map.entry(OperationCategory.SEARCH, "SEARCH"),
            Map.entry(OperationCategory.INSERT, "VECTOR INSERT"),
            Map.entry(OperationCategory.UPDATE, "VECTOR UPDATE"),
            Map.entry(OperationCategory.DELETE, "VECTOR DELETE"),
            Map.entry(OperationCategory.HNSW_BUILD, "VECTOR HNSW BUILD"),
            Map.entry(OperationCategory.HNSW_SEARCH, "SEARCH"),
            Map.entry(OperationCategory.HNSW_INSERT, "VECTOR HNSW INSERT"),
            Map.entry(OperationCategory.LSH_HASH, "VECTOR LSH HASH"),
            Map.entry(OperationCategory.LSH_SEARCH, "SEARCH"),
            Map.entry(OperationCategory.LSH_BUCKET, "VECTOR LSH BUCKET"),
            Map.entry(OperationCategory.CACHE_LOOKUP, "CACHE"),
            Map.entry(OperationCategory.LOCK, "LOCK"),
            Map.entry(OperationCategory.UNLOCK, "LOCK RELEASE")));

    private final String subject;
    private final OperationSettings settings;
    private final FunctionTraits.Finder finder;
    private final Map<String, FunctionTraits> traits = new HashMap<>();
    private final LongFunction<CallSite> sites;
    private final LongFunction<LocalTime> clock;

    /**
     * Begins.
     *
     * @param module the traced module
     * @param settings what its functions do, and what is slow
     * @param sites what stands at an address
     * @param clock the time of day at a time of the trace, in nanoseconds since boot
     */
    public ResultText(
            String module, OperationSettings settings, LongFunction<CallSite> sites, LongFunction<LocalTime> clock) {
        this.subject = SUBJECTS.getOrDefault(module, module);
        this.settings = settings;
        this.finder = new FunctionTraits.Finder(settings);
        this.sites = sites;
        this.clock = clock;
    }

    /** Gives the line for an event; empty for one that only this library's own book-keeping is about. */
    public Optional<String> of(TraceEvent event) {
        if (event instanceof Operation call) {
            return Optional.of(operation(call));
        } else if (event instanceof Contention wait) {
            return Optional.of(line(
                    wait.nanos(),
                    wait.waitNanos() >= settings.longWait().toNanos() ? "LOCK WAIT SLOW" : "LOCK WAIT",
                    wait.function() + "() waited=" + time(wait.waitNanos())));
        } else if (event instanceof Allocation allocation) {
            return Optional.of(line(
                    allocation.nanos(),
                    "ALLOC",
                    at(allocation.callSite()) + " bytes=" + number(allocation.requestedBytes()) + ", "
                            + allocation.kind()));
        } else if (event instanceof AllocationFailure failure) {
            return Optional.of(line(
                    failure.nanos(),
                    "ALLOC ERROR",
                    at(failure.callSite()) + " bytes=" + number(failure.requestedBytes()) + ", not given"));
        } else if (event instanceof Free free) {
            return Optional.of(free(free));
        } else if (event instanceof OutOfMemory refusal) {
            return Optional.of(line(refusal.nanos(), "ERROR", refusal.function() + "() error=-ENOMEM"));
        } else if (event instanceof AbandonedCall call) {
            return Optional.of(line(
                    call.nanos(),
                    word(of(call.function())) + " ERROR",
                    call.function() + "() never returned: its thread ended after "
                            + time(call.nanos() - call.entered())));
        } else if (event instanceof ModuleChange change) {
            return Optional.of(line(change.nanos(), "MODULE", change.loaded() ? "loaded" : "unloaded"));
        } else if (event instanceof KernelLogLine logged) {
            return Optional.of(line(logged.nanos(), "KERNEL", logged.text()));
        } else if (event instanceof Loss loss) {
            return Optional.of(subject + " TRACE ERROR: " + loss.what()
                    + (loss.records() > 0 ? " (" + Quantity.count(loss.records(), "event") + " lost)" : ""));
        } else if (event instanceof CustomText text) {
            return Optional.of(text.text().stripTrailing());
        }
        return Optional.empty();
    }

    /** Gives the line for something conspicuous. */
    public String of(Alert alert) {
        return line(alert.to(), "ALERT", AlertText.of(alert));
    }

    private String operation(Operation call) {
        FunctionTraits function = of(call.function());
        int errno = function.errno(call);
        StringBuilder words = new StringBuilder(word(function));
        if (function.isHit(call)) {
            words.append(" HIT");
        } else if (function.isMiss(call)) {
            words.append(" MISS");
        }
        boolean slow = call.durationNanos() >= settings.slow().toNanos();
        words.append(errno != 0 ? " ERROR" : "")
                .append(slow ? " SLOW" : "")
                .append(errno == 0 && !slow ? " COMPLETE" : "");
        StringBuilder text =
                new StringBuilder(call.function()).append("() latency=").append(time(call.durationNanos()));
        if (errno != 0) {
            text.append(", error=").append(Errno.returned(errno));
        } else if (function.is(OperationCategory.SEARCH)) {
            text.append(", results=").append(number(function.moved(call)));
        } else if (function.is(OperationCategory.READ) || function.is(OperationCategory.WRITE)) {
            text.append(", bytes=").append(number(function.moved(call)));
        }
        OptionalLong dimension = function.dimension(call);
        if (dimension.isPresent()) {
            text.append(", dimension=").append(dimension.getAsLong());
        }
        return line(call.returned(), words.toString(), text.toString());
    }

    private String free(Free free) {
        return switch (free.kind()) {
            case LIVE -> line(free.nanos(), "FREE", at(free.callSite()));
            case DEFERRED -> line(free.nanos(), "FREE", at(free.callSite()) + ", after a grace period of RCU");
            case REPEATED ->
                line(
                        free.nanos(),
                        "FREE ERROR",
                        at(free.callSite()) + " frees 0x" + Long.toHexString(free.address())
                                + ", which was free already");
            case UNMATCHED ->
                line(free.nanos(), "FREE", at(free.callSite()) + ", of what was allocated before the trace");
        };
    }

    /** Tools that read the results of the older shell tool look for the sign, not for {@code us}. */
    private static String time(long nanos) {
        return Quantity.time(nanos).replace(" us", " μs");
    }

    private FunctionTraits of(String function) {
        return traits.computeIfAbsent(function, finder::of);
    }

    private static String word(FunctionTraits function) {
        return WORDS.entrySet().stream()
                .filter(word -> function.is(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("CALL");
    }

    private String at(long address) {
        return sites.apply(address).function();
    }

    private String line(long nanos, String words, String text) {
        return "[" + SECONDS.format(clock.apply(nanos)) + "] " + subject + " " + words + ": " + text;
    }
}
