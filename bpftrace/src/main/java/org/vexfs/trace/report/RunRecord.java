package org.vexfs.trace.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.UsageSettings.Tracking;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;

/** A line of a run's records: what the library wrote down of one test while it ran. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunRecord.Started.class, name = "started"),
    @JsonSubTypes.Type(value = RunRecord.Replayed.class, name = "replayed"),
    @JsonSubTypes.Type(value = RunRecord.Window.class, name = "window"),
    @JsonSubTypes.Type(value = RunRecord.Operations.class, name = "operations"),
    @JsonSubTypes.Type(value = RunEnvironment.class, name = "environment"),
    @JsonSubTypes.Type(value = MemoryFigures.class, name = "memory_figures"),
    @JsonSubTypes.Type(value = OperationFigures.class, name = "operation_figures"),
    @JsonSubTypes.Type(value = RunRecord.Custom.class, name = "custom"),
    @JsonSubTypes.Type(value = RunRecord.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = RunRecord.SuppressionUse.class, name = "suppression")
})
public sealed interface RunRecord
        permits RunRecord.Started,
                RunRecord.Replayed,
                RunRecord.Window,
                RunRecord.Operations,
                RunRecord.Custom,
                RunRecord.Finished,
                RunRecord.SuppressionUse,
                RunEnvironment,
                MemoryFigures,
                OperationFigures {

    /** Gives the test's unique id; empty for a record of no test. */
    default String uniqueId() {
        return "";
    }

    /** Gives which of its runs in this JVM, from 1; 0 for a record of no test. */
    default int attempt() {
        return 0;
    }

    /**
     * A traced test began.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     * @param className the class that declares it, {@code Outer$Inner} for a nested one
     * @param methodName its method
     * @param reportedName the name that Surefire gives it, such as {@code insert} or {@code insert(int)[1]}
     * @param displayName what to call it in messages
     * @param capture the file that its events go to
     * @param startedAt when, in milliseconds since 1970
     */
    record Started(
            String uniqueId,
            int attempt,
            String className,
            String methodName,
            String reportedName,
            String displayName,
            String capture,
            long startedAt)
            implements RunRecord {}

    /**
     * A traced test's events are those of an earlier run, which its capture kept.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     */
    record Replayed(String uniqueId, int attempt) implements RunRecord {}

    /**
     * A test's window was judged at its end.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     * @param leaks the verdict on leaks
     * @param leakedObjects how many objects were still held; {@link Quantity#UNTOLD} where leaks are not looked for
     * @param leakedBytes their bytes; {@link Quantity#UNTOLD} where leaks are not looked for
     * @param leakSites where they were allocated, most bytes first
     * @param doubleFrees the verdict on double frees
     * @param doubleFreeCount how many there were
     * @param invalidFrees the verdict on frees of what no allocator gave out
     * @param invalidFreeCount how many there were
     * @param kernelWarnings the kernel's complaints, a headline each
     * @param allocations how many allocations of the module were seen; {@link Quantity#UNTOLD} where they are not told
     * @param frees how many of its objects were freed; {@link Quantity#UNTOLD} where they are not told
     * @param gaps what the trace may have missed
     * @param text everything above for a person; empty if all passed
     */
    record Window(
            String uniqueId,
            int attempt,
            Verdict leaks,
            long leakedObjects,
            long leakedBytes,
            List<Site> leakSites,
            Verdict doubleFrees,
            long doubleFreeCount,
            Verdict invalidFrees,
            long invalidFreeCount,
            List<String> kernelWarnings,
            long allocations,
            long frees,
            List<Gap> gaps,
            String text)
            implements RunRecord {

        private static final List<MemoryAssertion> JUDGED =
                List.of(MemoryAssertion.NO_LEAKS, MemoryAssertion.NO_DOUBLE_FREE, MemoryAssertion.NO_INVALID_FREE);

        private static final List<MemoryAssertion> POST_MORTEM = Stream.concat(
                        JUDGED.stream(), Stream.of(MemoryAssertion.NO_KERNEL_WARNINGS))
                .toList();

        /** What a record of another version lacks counts as not told. */
        public Window {
            leaks = Objects.requireNonNullElse(leaks, Verdict.INCONCLUSIVE);
            doubleFrees = Objects.requireNonNullElse(doubleFrees, Verdict.INCONCLUSIVE);
            invalidFrees = Objects.requireNonNullElse(invalidFrees, Verdict.INCONCLUSIVE);
            leakSites = Objects.requireNonNullElse(leakSites, List.of());
            kernelWarnings = Objects.requireNonNullElse(kernelWarnings, List.of());
            gaps = Objects.requireNonNullElse(gaps, List.of());
            text = Objects.requireNonNullElse(text, "");
        }

        /** Gives the record of a judgement; a replayed window may stand for another attempt than its own. */
        public static Window of(TestId test, TraceWindow window, MemoryJudgement judgement) {
            return of(test, window, judgement, JUDGED);
        }

        /** Gives the record of a window whose JVM ended within it: what the kernel complained of may be why. */
        static Window postMortem(TestId test, TraceWindow window, MemoryJudgement judgement) {
            return of(test, window, judgement, POST_MORTEM);
        }

        private static Window of(
                TestId test, TraceWindow window, MemoryJudgement judgement, List<MemoryAssertion> told) {
            Tracking tracking = judgement.usage().details().tracking();
            return new Window(
                    test.uniqueId(),
                    test.attempt(),
                    judgement.leaks(),
                    Quantity.toldIf(tracking.leaks(), judgement.leakedObjects()),
                    Quantity.toldIf(tracking.leaks(), judgement.leakedBytes()),
                    judgement.leakFindings().stream().map(Site::of).toList(),
                    judgement.doubleFrees(),
                    judgement.activity().doubleFrees(),
                    judgement.invalidFrees(),
                    judgement.invalidFreeFindings().size(),
                    judgement.kernelWarnings().stream()
                            .map(KernelWarning::headline)
                            .toList(),
                    Quantity.toldIf(tracking.allocations(), judgement.activity().allocations()),
                    Quantity.toldIf(
                            tracking.deallocations(), judgement.activity().frees()),
                    judgement.gaps(),
                    text(window, judgement, told));
        }

        /** What is certain comes first; of what the trace cannot tell, the reasons are the same and told once. */
        private static String text(TraceWindow window, MemoryJudgement judgement, List<MemoryAssertion> told) {
            return Stream.concat(
                            judgedAs(Verdict.FAILED, judgement, told),
                            judgedAs(Verdict.INCONCLUSIVE, judgement, told).limit(1))
                    .map(assertion -> FindingText.of(assertion, judgement, window))
                    .collect(Collectors.joining("\n\n"));
        }

        private static Stream<MemoryAssertion> judgedAs(
                Verdict verdict, MemoryJudgement judgement, List<MemoryAssertion> told) {
            return told.stream().filter(assertion -> assertion.verdict(judgement) == verdict);
        }

        /** Gives the verdict on everything that was judged. */
        public Verdict verdict() {
            return leaks.and(doubleFrees).and(invalidFrees);
        }
    }

    /**
     * The operations of a test's window were judged at its end.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     * @param verdict PASSED if the trace is proven complete, otherwise INCONCLUSIVE
     * @param calls how many calls of the module's functions there were
     * @param errors how many of them returned an error
     * @param alerts how many alerts were raised
     * @param functions the functions, the most called first
     * @param gaps what the trace may have missed
     * @param summary what the module did, for a person
     * @param text the gaps for a person; empty if there are none
     */
    record Operations(
            String uniqueId,
            int attempt,
            Verdict verdict,
            long calls,
            long errors,
            long alerts,
            List<FunctionLatency> functions,
            List<Gap> gaps,
            String summary,
            String text)
            implements RunRecord {

        /** What a record of another version lacks counts as not told. */
        public Operations {
            verdict = Objects.requireNonNullElse(verdict, Verdict.INCONCLUSIVE);
            functions = Objects.requireNonNullElse(functions, List.of());
            gaps = Objects.requireNonNullElse(gaps, List.of());
            summary = Objects.requireNonNullElse(summary, "");
            text = Objects.requireNonNullElse(text, "");
        }

        /** Gives the record of a judgement; a replayed window may stand for another attempt than its own. */
        public static Operations of(TestId test, TraceWindow window, OperationJudgement judgement) {
            return new Operations(
                    test.uniqueId(),
                    test.attempt(),
                    judgement.completeness(),
                    judgement.profile().all().calls(),
                    judgement.profile().all().errorCount(),
                    judgement.profile().alertCount(),
                    judgement.profile().functions().stream()
                            .map(FunctionLatency::of)
                            .toList(),
                    judgement.gaps(),
                    OperationText.of(judgement.profile()),
                    OperationText.of(judgement, window));
        }
    }

    /**
     * What a user's script told of a test's window, at its end.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     * @param verdict PASSED if nothing is known to be missing, otherwise INCONCLUSIVE; whether what it told is as it should
     *     be, only the test knows
     * @param lines how many lines it printed
     * @param maps how many maps it has
     * @param gaps what the trace may have missed
     * @param text the gaps for a person; empty if there are none
     */
    record Custom(String uniqueId, int attempt, Verdict verdict, long lines, long maps, List<Gap> gaps, String text)
            implements RunRecord {

        /** Gives the record of a judgement; a replayed window may stand for another attempt than its own. */
        public static Custom of(TestId test, TraceWindow window, CustomJudgement judgement) {
            return new Custom(
                    test.uniqueId(),
                    test.attempt(),
                    judgement.completeness(),
                    judgement.lines().size(),
                    judgement.maps().names().size(),
                    judgement.gaps(),
                    CustomScriptText.of(judgement, window));
        }
    }

    /**
     * How long the calls of a function took. Of calls that were only added up in the kernel, the upper bound counts.
     *
     * @param function its name
     * @param calls how many calls there were
     * @param p50 the median, in nanoseconds; 0 without a call
     * @param p99 in nanoseconds; 0 without a call
     * @param max the longest, in nanoseconds; 0 without a call
     * @param errors how many calls returned an error
     */
    record FunctionLatency(String function, long calls, long p50, long p99, long max, long errors) {

        static FunctionLatency of(FunctionProfile profile) {
            Distribution latency = profile.latency();
            boolean called = latency.count() > 0;
            return new FunctionLatency(
                    profile.name(),
                    profile.calls(),
                    called ? latency.percentile(50).high() : 0,
                    called ? latency.percentile(99).high() : 0,
                    called ? latency.max().high() : 0,
                    profile.errorCount());
        }
    }

    /**
     * Where objects that are still held were allocated.
     *
     * @param function the function with its offset
     * @param source its file and line, empty where they are not known
     * @param objects how many there are
     * @param bytes their bytes
     */
    record Site(String function, String source, long objects, long bytes) {

        static Site of(Leak leak) {
            return new Site(leak.site().function(), leak.site().source().orElse(""), leak.count(), leak.bytes());
        }

        @Override
        public String toString() {
            return source.isEmpty() ? function : function + " (" + source + ")";
        }
    }

    /**
     * A traced test ended.
     *
     * @param uniqueId the test's unique id
     * @param attempt which of its runs in this JVM, from 1
     * @param status SUCCESSFUL, ABORTED or FAILED
     */
    record Finished(String uniqueId, int attempt, String status) implements RunRecord {}

    /**
     * Whether a suppression of a file was of use to the tests of a JVM.
     *
     * @param file the file
     * @param suppression which leaks it suppresses, and why
     * @param expired since when it suppresses nothing any more; empty if it does
     * @param used whether a leak matched it
     * @param at when this was found, in milliseconds since 1970
     */
    record SuppressionUse(String file, String suppression, String expired, boolean used, long at) implements RunRecord {

        /** Gives what to say of it if it was of no use to any JVM of the run. */
        public String text() {
            String subject = file + ": the suppression of " + suppression;
            return expired.isEmpty()
                    ? subject
                            + " matched no leak of any traced test. Remedy: remove it, or correct its function or size."
                    : subject + " expired on " + expired + " and suppresses nothing any more. Remedy: mend the leak,"
                            + " extend it, or remove it.";
        }
    }
}
