package org.vexfs.trace.session;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.TraceEvent;

/** A window out of a capture, with what it was asked in the live run judged again. */
public final class ReplayedWindow implements TraceWindow {

    private final TestId test;
    private final String module;
    private final Environment environment;
    private final String sourcesMissing;
    private final Path capture;
    private final LocalDate day;
    private final List<TraceEvent> events = new ArrayList<>();
    private final List<Asked> judgements = new ArrayList<>();
    private final List<AskedOfOperations> operationJudgements = new ArrayList<>();
    private final List<AskedOfCustom> customJudgements = new ArrayList<>();
    private final Map<String, Integer> customCalls = new HashMap<>();
    private final Set<TraceScript> scripts;
    private final List<Part> parts = new ArrayList<>();
    private Optional<MemoryJudgement> found = Optional.empty();
    private Optional<String> aborted = Optional.empty();
    private Optional<String> failed = Optional.empty();
    private int taken;

    ReplayedWindow(
            TestId test,
            String module,
            Environment environment,
            String sourcesMissing,
            Path capture,
            LocalDate day,
            Set<TraceScript> scripts) {
        this.environment = environment;
        this.scripts = scripts;
        this.test = test;
        this.module = module;
        this.sourcesMissing = sourcesMissing;
        this.capture = capture;
        this.day = day;
    }

    void add(TraceEvent event) {
        events.add(event);
    }

    void judged(String assertion, MemoryJudgement judgement, Suppressions suppressions) {
        judgements.add(new Asked(assertion, judgement, suppressions));
    }

    void judged(String assertion, OperationJudgement judgement) {
        operationJudgements.add(new AskedOfOperations(assertion, judgement));
    }

    void judged(String assertion, CustomJudgement judgement) {
        customJudgements.add(new AskedOfCustom(assertion, judgement));
    }

    /** Takes in a window within this one; of several of that number, the last one counts. */
    void part(int number, String mark, ReplayedWindow window) {
        parts.subList(Math.min(number - 1, parts.size()), parts.size()).clear();
        parts.add(new Part(mark, window));
    }

    /** Gives the windows that the live run opened within this one, in order. */
    public List<ReplayedWindow> parts() {
        return parts.stream().map(Part::window).toList();
    }

    /**
     * Gives the next window that the live run opened within this one at that mark.
     *
     * @throws CaptureException if it opened none
     */
    @Override
    public ReplayedWindow openWithin(String mark) {
        for (int i = taken; i < parts.size(); i++) {
            if (parts.get(i).mark().equals(mark)) {
                taken = i + 1;
                return parts.get(i).window();
            }
        }
        throw new CaptureException(capture + ": the live run of " + test.displayName() + " set no mark \"" + mark
                + "\" here. Remedy: trace it live again if the test was changed.");
    }

    void aborted(String reason) {
        aborted = Optional.of(reason);
    }

    /** Gives why the live run aborted the test, which may be empty; none if it did not, or the capture does not tell. */
    public Optional<String> aborted() {
        return aborted;
    }

    void failed(String failure) {
        failed = Optional.of(failure);
    }

    /** Gives the exception that the live run's test failed with; none if it did not, or the capture does not tell. */
    public Optional<String> failed() {
        return failed;
    }

    void found(MemoryJudgement judgement) {
        found = Optional.of(judgement);
    }

    @Override
    public TestId test() {
        return test;
    }

    @Override
    public String module() {
        return module;
    }

    @Override
    public String sourcesMissing() {
        return sourcesMissing;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public Path capture() {
        return capture;
    }

    @Override
    public List<TraceEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public LocalDate day() {
        return day;
    }

    @Override
    public Set<TraceScript> scripts() {
        return scripts;
    }

    /** Gives what the live run was asked of operations, in order; {@link #END} last, unless the JVM died before. */
    public List<AskedOfOperations> operationJudgements() {
        return List.copyOf(operationJudgements);
    }

    /**
     * Gives the first judgement of operations that was made for this assertion in the live run, or else the one at the
     * window's end.
     *
     * @throws CaptureException if the capture ends before either
     */
    @Override
    public OperationJudgement judgeOperations(String assertion) {
        return operations(assertion).or(() -> operations(END)).orElseThrow(this::endsWithin);
    }

    private Optional<OperationJudgement> operations(String assertion) {
        return operationJudgements.stream()
                .filter(asked -> asked.assertion().equals(assertion))
                .map(AskedOfOperations::judgement)
                .findFirst();
    }

    /** Gives what the live run was asked of the user's script, in order; {@link #END} last, unless the JVM died before. */
    public List<AskedOfCustom> customJudgements() {
        return List.copyOf(customJudgements);
    }

    /**
     * Gives what the script told when the live run was asked for this, the first time at the first call and so on, or else at
     * the window's end.
     *
     * @throws CaptureException if the capture ends before either
     */
    @Override
    public CustomJudgement judgeCustom(String assertion) {
        int call = customCalls.merge(assertion, 1, Integer::sum);
        return custom(assertion, call).or(() -> custom(END, 1)).orElseThrow(this::endsWithin);
    }

    private Optional<CustomJudgement> custom(String assertion, int call) {
        return customJudgements.stream()
                .filter(asked -> asked.assertion().equals(assertion))
                .map(AskedOfCustom::judgement)
                .skip(call - 1L)
                .findFirst();
    }

    /** Gives what the test's own code came to; empty if it has not ended, or not by itself. */
    Optional<OperationJudgement> executed() {
        return operations(EXECUTION);
    }

    private CaptureException endsWithin() {
        return new CaptureException(capture + ": the capture ends within the window of " + test.displayName()
                + ", so it cannot be judged. Remedy: see what ended the test's JVM or the kernel.");
    }

    /** Gives what the live run was asked, in order; {@link #END} last, unless the JVM died before. */
    public List<Asked> judgements() {
        return List.copyOf(judgements);
    }

    /**
     * Gives the first judgement that was made for this assertion in the live run, or else the one at the window's end, or
     * else what was found before the capture's.
     *
     * @throws CaptureException if the capture ends before any
     */
    @Override
    public MemoryJudgement judgeMemory(String assertion) {
        return find(assertion).or(() -> find(END)).or(this::found).orElseThrow(this::endsWithin);
    }

    /** Gives the judgement at the window's end; empty if the capture ends before it. */
    public Optional<MemoryJudgement> atEnd() {
        return find(END);
    }

    /**
     * Gives the judgement of a window that its JVM did not live to close, on what the trace told up to its own end; empty if
     * nothing was found and the kernel complained of nothing, or if the window was closed. It is never PASSED.
     */
    public Optional<MemoryJudgement> found() {
        return found;
    }

    /** Gives the first judgement of that name; empty if the live run was not asked for it. */
    public Optional<MemoryJudgement> find(String assertion) {
        return judgements.stream()
                .filter(asked -> asked.assertion().equals(assertion))
                .map(Asked::judgement)
                .findFirst();
    }

    /**
     * A window within this one.
     *
     * @param mark what the test calls the place where it begins
     * @param window the window
     */
    private record Part(String mark, ReplayedWindow window) {}

    /**
     * Something that the live run asked.
     *
     * @param assertion what was asked, by name
     * @param judgement what it comes to
     * @param suppressions what the assertion leaves out of it
     */
    public record Asked(String assertion, MemoryJudgement judgement, Suppressions suppressions) {}

    /**
     * Something that the live run asked of operations.
     *
     * @param assertion what was asked, by name
     * @param judgement what it comes to
     */
    public record AskedOfOperations(String assertion, OperationJudgement judgement) {}

    /**
     * Something that the live run asked of the user's script.
     *
     * @param assertion what was asked, by name
     * @param judgement what it told
     */
    public record AskedOfCustom(String assertion, CustomJudgement judgement) {}
}
