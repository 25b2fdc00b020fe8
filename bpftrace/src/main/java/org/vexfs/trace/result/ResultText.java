package org.vexfs.trace.result;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.analysis.Ownership;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TrackedFigure;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.report.AlertText;
import org.vexfs.trace.report.Errno;

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
            Map.entry(OperationCategory.HNSW_DELETE, "VECTOR HNSW DELETE"),
            Map.entry(OperationCategory.HNSW_HOP, "VECTOR HNSW HOP"),
            Map.entry(OperationCategory.LSH_HASH, "VECTOR LSH HASH"),
            Map.entry(OperationCategory.LSH_SEARCH, "SEARCH"),
            Map.entry(OperationCategory.LSH_BUCKET, "VECTOR LSH BUCKET"),
            Map.entry(OperationCategory.CACHE_LOOKUP, "CACHE"),
            Map.entry(OperationCategory.LOCK, "LOCK"),
            Map.entry(OperationCategory.UNLOCK, "LOCK RELEASE")));

    private static final List<String> ALLOC = List.of("ALLOC");
    private static final List<String> ALLOC_ERROR = List.of("ALLOC", "ERROR");
    private static final List<String> FREE = List.of("FREE");
    private static final List<String> FREE_ERROR = List.of("FREE", "ERROR");
    private static final int MOST_FRAMES = 8;

    private final String subject;
    private final OperationSettings settings;
    private final FunctionTraits.Finder finder;
    private final Map<String, Told> functions = new HashMap<>();
    private final LongFunction<CallSite> sites;
    private final LongFunction<String> clock;
    private UsageSettings usage = ConfigLoader.shipped().usage();

    /**
     * Begins.
     *
     * @param module the traced module
     * @param settings what its functions do, and what is slow
     * @param sites what stands at an address
     * @param clock the time of day, such as {@code 14:30:15}, at a time of the trace, in nanoseconds since boot; empty where
     *     that is not known
     */
    public ResultText(
            String module, OperationSettings settings, LongFunction<CallSite> sites, LongFunction<String> clock) {
        this.subject = SUBJECTS.getOrDefault(module, module);
        this.settings = settings;
        this.finder = new FunctionTraits.Finder(settings);
        this.sites = sites;
        this.clock = clock;
    }

    /** Leaves out what is not to be told of memory. */
    public ResultText telling(UsageSettings settings) {
        usage = settings;
        return this;
    }

    /** Gives what the line for something conspicuous says. */
    ResultEntry entry(Alert alert) {
        String words = alert.kind() == Alert.Kind.OLD_ALLOCATIONS ? "ALERT LEAK" : "ALERT";
        return entry(alert.to(), words, "", AlertText.of(alert));
    }

    /** Gives what an event's line says; empty for one that has none, and for what a user's script printed. */
    public Optional<ResultEntry> entry(TraceEvent event) {
        if (event instanceof Operation call) {
            return Optional.of(operation(call));
        } else if (event instanceof Contention wait) {
            return Optional.of(wait(wait));
        } else if (event instanceof Allocation allocation) {
            return Optional.of(memory(
                    allocation.nanos(),
                    ALLOC,
                    allocation.callSite(),
                    allocation.requestedBytes(),
                    ", " + allocation.kind() + large(allocation)));
        } else if (event instanceof AllocationFailure failure) {
            return Optional.of(
                    memory(failure.nanos(), ALLOC_ERROR, failure.callSite(), failure.requestedBytes(), ", not given"));
        } else if (event instanceof Free free) {
            return Optional.of(free(free));
        } else if (event instanceof OutOfMemory refusal) {
            return Optional.of(refusal(refusal));
        } else if (event instanceof AbandonedCall call) {
            return Optional.of(entry(
                    call.nanos(),
                    of(call.function()).word() + " ERROR",
                    call.function(),
                    call.function() + "() never returned: its thread ended after "
                            + ResultEntry.time(call.nanos() - call.entered())));
        } else if (event instanceof ModuleChange change) {
            return !settings.tracks(TrackedFigure.MODULE_LIFECYCLE)
                    ? Optional.empty()
                    : Optional.of(entry(change.nanos(), "MODULE", "", change.loaded() ? "loaded" : "unloaded"));
        } else if (event instanceof KernelLogLine logged) {
            return Optional.of(entry(logged.nanos(), "KERNEL", "", PrintableText.line(logged.text())));
        } else if (event instanceof Loss loss) {
            return Optional.of(new ResultEntry(
                    "",
                    subject,
                    List.of("TRACE", "ERROR"),
                    "",
                    OptionalLong.empty(),
                    "",
                    Map.of(),
                    loss.what() + (loss.records() > 0 ? " (" + loss.records() + " lost)" : "")));
        }
        return Optional.empty();
    }

    private ResultEntry operation(Operation call) {
        Told told = of(call.function());
        FunctionTraits function = told.traits();
        int returned = function.errno(call);
        int errno = settings.tracks(TrackedFigure.ERRORS) ? returned : 0;
        boolean slow = call.durationNanos() >= settings.slow().toNanos();
        Map<String, Long> amounts = new LinkedHashMap<>();
        if (returned == 0 && function.is(OperationCategory.SEARCH)) {
            amounts.put("results", function.moved(call));
        } else if (returned == 0 && (function.is(OperationCategory.READ) || function.is(OperationCategory.WRITE))) {
            amounts.put("bytes", function.moved(call));
        }
        function.dimension(call).ifPresent(dimension -> amounts.put("dimension", dimension));
        return new ResultEntry(
                clock.apply(call.returned()),
                subject,
                told.words(function.isHit(call), function.isMiss(call), errno != 0, slow, returned == 0 && !slow),
                call.function(),
                OptionalLong.of(call.durationNanos()),
                errno == 0 ? "" : Errno.returned(errno),
                amounts,
                "");
    }

    private ResultEntry wait(Contention wait) {
        return new ResultEntry(
                clock.apply(wait.nanos()),
                subject,
                wait.waitNanos() >= settings.longWait().toNanos()
                        ? List.of("LOCK", "WAIT", "SLOW")
                        : List.of("LOCK", "WAIT"),
                wait.function(),
                OptionalLong.of(wait.waitNanos()),
                "",
                Map.of(),
                "");
    }

    private ResultEntry refusal(OutOfMemory refusal) {
        return new ResultEntry(
                clock.apply(refusal.nanos()),
                subject,
                List.of("ERROR"),
                refusal.function(),
                OptionalLong.empty(),
                "-ENOMEM",
                Map.of(),
                refusal.function() + "() error=-ENOMEM");
    }

    private ResultEntry memory(long nanos, List<String> words, long site, long bytes, String after) {
        String place = at(site);
        return new ResultEntry(
                clock.apply(nanos),
                subject,
                words,
                place,
                OptionalLong.empty(),
                "",
                Map.of("bytes", bytes),
                place + " bytes=" + bytes + after);
    }

    private String large(Allocation allocation) {
        if (allocation.requestedBytes() <= usage.largeAllocation()) {
            return "";
        }
        return ", large"
                + (usage.details().largeStacks()
                        ? Ownership.of(allocation.callSite(), allocation.stack(), sites::apply).stack().stream()
                                .skip(1)
                                .filter(CallSite::inModule)
                                .limit(MOST_FRAMES)
                                .map(frame -> ", from " + frame.function())
                                .collect(Collectors.joining())
                        : "");
    }

    private ResultEntry free(Free free) {
        String place = at(free.callSite());
        boolean repeated = free.kind() == Free.Kind.REPEATED;
        String after = switch (free.kind()) {
            case LIVE -> "";
            case DEFERRED -> ", after a grace period of RCU";
            case REPEATED -> " frees 0x" + Long.toHexString(free.address()) + ", which was free already";
            case UNMATCHED -> ", of what was allocated before the trace";
        };
        return new ResultEntry(
                clock.apply(free.nanos()),
                subject,
                repeated ? FREE_ERROR : FREE,
                place,
                OptionalLong.empty(),
                "",
                Map.of(),
                place + after);
    }

    /** Gives what the configuration says of a function. */
    FunctionTraits traits(String function) {
        return of(function).traits();
    }

    private Told of(String function) {
        Told told = functions.get(function);
        if (told == null) {
            FunctionTraits traits = finder.of(function);
            told = new Told(traits, word(traits), new HashMap<>());
            functions.put(function, told);
        }
        return told;
    }

    private static String word(FunctionTraits function) {
        return WORDS.entrySet().stream()
                .filter(word -> function.is(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("CALL");
    }

    /**
     * How the calls of a function are told. A long trace has millions of them, in few words.
     *
     * @param traits what the configuration says of it
     * @param word the word for what it does
     * @param words the words for how its calls went, as far as they were needed
     */
    private record Told(FunctionTraits traits, String word, Map<Integer, List<String>> words) {

        List<String> words(boolean hit, boolean miss, boolean error, boolean slow, boolean complete) {
            int how = (hit ? 1 : 0) | (miss ? 2 : 0) | (error ? 4 : 0) | (slow ? 8 : 0) | (complete ? 16 : 0);
            return words.computeIfAbsent(
                    how,
                    same -> List.of((word
                                    + (hit ? " HIT" : "")
                                    + (miss ? " MISS" : "")
                                    + (error ? " ERROR" : "")
                                    + (slow ? " SLOW" : "")
                                    + (complete ? " COMPLETE" : ""))
                            .split(" ")));
        }
    }

    private String at(long address) {
        return sites.apply(address).function();
    }

    private ResultEntry entry(long nanos, String words, String place, String text) {
        return new ResultEntry(
                clock.apply(nanos),
                subject,
                List.of(words.split(" ")),
                place,
                OptionalLong.empty(),
                "",
                Map.of(),
                text);
    }
}
