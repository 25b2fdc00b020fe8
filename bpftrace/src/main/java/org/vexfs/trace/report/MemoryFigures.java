package org.vexfs.trace.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.LiveBytes;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.baseline.LeakFingerprint;
import org.vexfs.trace.config.UsageSettings.Tracking;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;

/**
 * The figures behind the judgement of a window's memory. The line that they are written to is at most 64 KiB long.
 *
 * @param uniqueId the test's unique id
 * @param attempt which of its runs in this JVM, from 1
 * @param module the module's name
 * @param peakBytes the most bytes held at a time; this and the numbers that follow are {@link Quantity#UNTOLD} where the
 *     configuration switches them off
 * @param heldBytes the bytes held at the end
 * @param heldObjects how many objects are held at the end
 * @param allocatedBytes the bytes allocated, all together
 * @param allocations how many allocations of the module's the events tell
 * @param frees how many of those were freed
 * @param timeline how many bytes were held when, with every slice's peak
 * @param leaks the leaks, those that count first
 * @param doubleFrees what was freed twice
 * @param invalidFrees what was freed that no allocator gave out
 * @param kernelWarnings what the kernel complained of
 * @param remarks what the judgement leaves out
 * @param usage how memory was used, in lines for a person
 * @param leftOut what there was no room for, such as {@code 12 leaks}; empty if there was for everything
 */
public record MemoryFigures(
        String uniqueId,
        int attempt,
        String module,
        long peakBytes,
        long heldBytes,
        long heldObjects,
        long allocatedBytes,
        long allocations,
        long frees,
        List<LiveBytes.Point> timeline,
        List<LeakFigures> leaks,
        List<FreeFigures> doubleFrees,
        List<FreeFigures> invalidFrees,
        List<Warning> kernelWarnings,
        List<String> remarks,
        List<String> usage,
        List<String> leftOut)
        implements RunRecord {

    private static final int MOST_FRAMES = 16;
    private static final int MOST_LINES = 40;

    public MemoryFigures {
        timeline = List.copyOf(timeline);
        leaks = List.copyOf(leaks);
        doubleFrees = List.copyOf(doubleFrees);
        invalidFrees = List.copyOf(invalidFrees);
        kernelWarnings = List.copyOf(kernelWarnings);
        remarks = List.copyOf(remarks);
        // A record of an early version has none.
        usage = Objects.requireNonNullElse(usage, List.of());
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Objects that were allocated in one place, on one stack, and are still held.
     *
     * @param function the function with its offset
     * @param source its file and line, empty where they are not known
     * @param objects how many there are
     * @param bytes their bytes
     * @param indirect whether a deeper part of the kernel asked for them while it worked for the module
     * @param kind the part of the kernel they came from, such as {@code slab}
     * @param stack the frames from that place outwards, without the allocator's own
     * @param fingerprint what tells it from other leaks, see {@link LeakFingerprint}
     * @param suppressed whether it does not count, because a suppression says so
     */
    public record LeakFigures(
            String function,
            String source,
            long objects,
            long bytes,
            boolean indirect,
            String kind,
            List<String> stack,
            String fingerprint,
            boolean suppressed) {

        public LeakFigures {
            stack = List.copyOf(stack);
        }

        static LeakFigures of(String module, Leak leak, boolean suppressed) {
            return new LeakFigures(
                    leak.site().function(),
                    leak.site().source().orElse(""),
                    leak.count(),
                    leak.bytes(),
                    leak.owner() == Owner.INDIRECT,
                    leak.kind().toString(),
                    leak.stack().stream()
                            .limit(MOST_FRAMES)
                            .map(CallSite::toString)
                            .toList(),
                    LeakFingerprint.of(module, leak),
                    suppressed);
        }
    }

    /**
     * A free that was wrong. Places are functions with offset, source file and line where those are known; empty where
     * the event that tells them was lost.
     *
     * @param site where it was freed
     * @param firstFree where it was freed before; empty if it was not
     * @param allocation where it was allocated
     * @param reason why it is wrong
     */
    public record FreeFigures(String site, String firstFree, String allocation, String reason) {

        static FreeFigures of(DoubleFree free) {
            return new FreeFigures(
                    free.site().toString(),
                    free.firstFree().map(CallSite::toString).orElse(""),
                    free.allocation().map(CallSite::toString).orElse(""),
                    "it was free already");
        }

        static FreeFigures of(InvalidFree free) {
            return new FreeFigures(
                    free.site().toString(),
                    "",
                    free.allocation().map(CallSite::toString).orElse(""),
                    free.reason());
        }
    }

    /**
     * A complaint of the kernel in its log.
     *
     * @param headline the line that says what is wrong
     * @param lines the first lines of the message
     */
    public record Warning(String headline, List<String> lines) {

        public Warning {
            lines = List.copyOf(lines);
        }

        static Warning of(KernelWarning warning) {
            return new Warning(
                    warning.headline(),
                    warning.lines().stream().limit(MOST_LINES).toList());
        }
    }

    /** Gives the figures of a judgement; a replayed window may stand for another attempt than its own. */
    public static MemoryFigures of(TestId test, TraceWindow window, MemoryJudgement judgement) {
        MemoryUsage usage = judgement.usage();
        Tracking tracking = usage.details().tracking();
        boolean levels = tracking.allocations() && tracking.deallocations();
        List<LiveBytes.Point> timeline = levels ? usage.timeline() : List.of();
        RecordSpace space = RecordSpace.beside(timeline, test.uniqueId(), window.module());
        String module = window.module();
        List<LeakFigures> leaks = Stream.concat(
                        judgement.leakFindings().stream().map(leak -> LeakFigures.of(module, leak, false)),
                        judgement.suppressedFindings().stream().map(leak -> LeakFigures.of(module, leak, true)))
                .toList();
        return new MemoryFigures(
                test.uniqueId(),
                test.attempt(),
                module,
                Quantity.toldIf(levels, usage.peakBytes()),
                Quantity.toldIf(levels, usage.heldBytes()),
                Quantity.toldIf(levels, usage.heldObjects()),
                Quantity.toldIf(tracking.allocations(), usage.allocatedBytes()),
                Quantity.toldIf(tracking.allocations(), usage.allocations()),
                Quantity.toldIf(tracking.deallocations(), usage.frees()),
                timeline,
                space.first("leak", leaks),
                space.first(
                        "double free",
                        judgement.doubleFreeFindings().stream()
                                .map(FreeFigures::of)
                                .toList()),
                space.first(
                        "invalid free",
                        judgement.invalidFreeFindings().stream()
                                .map(FreeFigures::of)
                                .toList()),
                space.first(
                        "kernel warning",
                        judgement.kernelWarnings().stream().map(Warning::of).toList()),
                space.first("remark", judgement.remarks()),
                space.first("line on usage", UsageSummary.of(usage).lines().toList()),
                space.leftOut());
    }
}
