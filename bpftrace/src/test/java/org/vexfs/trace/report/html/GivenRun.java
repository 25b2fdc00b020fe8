package org.vexfs.trace.report.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.LiveBytes;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.MemoryFigures;
import org.vexfs.trace.report.MemoryFigures.FreeFigures;
import org.vexfs.trace.report.MemoryFigures.LeakFigures;
import org.vexfs.trace.report.OperationFigures;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunEnvironment;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.testing.GivenOperations;
import org.vexfs.trace.testing.GivenWindow;

/** A run of a test, as its records would tell it. */
final class GivenRun {

    static final Environment HERE = new Environment(
            "6.12.57+deb13-amd64", "amd64", "AMD EPYC 7763", "qemu", "vexfs", "A1B2C3D4E5F60718293A4B5", "0.23.2");
    static final long BEGAN = 1_763_946_000_000L;

    private final RunRecord.Started started;
    private final List<LeakFigures> leaks = new ArrayList<>();
    private final List<FreeFigures> doubleFrees = new ArrayList<>();
    private final List<MemoryFigures.Warning> kernelLog = new ArrayList<>();
    private List<LiveBytes.Point> timeline = List.of();
    private String text = "";
    private String outcome = "SUCCESSFUL";
    private Environment environment = HERE;
    private Verdict completeness = Verdict.PASSED;
    private boolean memory;
    private boolean figures = true;
    private boolean tracked = true;
    private @Nullable GivenOperations operations;

    GivenRun(String className, String reportedName) {
        this(className, reportedName, className.replaceFirst(".*\\.", "") + "." + reportedName);
    }

    GivenRun(String className, String reportedName, String displayName) {
        this.started = new RunRecord.Started(
                "[engine:junit-jupiter]/[class:" + className + "]/[method:" + reportedName + "]",
                1,
                className,
                reportedName,
                reportedName,
                displayName,
                "target/vexfs-trace/20251124-010000-1.capture.jsonl",
                BEGAN);
    }

    /** Its memory was traced, and was held like that. */
    GivenRun holds(long... bytes) {
        memory = true;
        List<LiveBytes.Point> points = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            points.add(new LiveBytes.Point(i * 1_500_000L, bytes[i]));
        }
        timeline = points;
        return this;
    }

    /** It leaks objects; the stack is told from the allocation outwards. */
    GivenRun leaks(long objects, long bytes, String... stack) {
        memory = true;
        leaks.add(new LeakFigures(
                stack[0].replaceFirst(" \\(.*", ""),
                stack[0].contains("(") ? stack[0].replaceFirst(".*\\((.*)\\)", "$1") : "",
                objects,
                bytes,
                false,
                "slab",
                List.of(stack),
                String.format("%016x", stack[0].hashCode() & 0xffffffffL),
                false));
        return this;
    }

    /** It leaks objects that are known, and do not count. */
    GivenRun leaksWhatIsSuppressed(long objects, long bytes, String place) {
        memory = true;
        leaks.add(new LeakFigures(place, "", objects, bytes, true, "slab", List.of(place), "00000000deadbeef", true));
        return this;
    }

    GivenRun freesTwice(String site, String allocation) {
        memory = true;
        doubleFrees.add(new FreeFigures(site, site, allocation, "it was free already"));
        return this;
    }

    GivenRun warns(String... lines) {
        memory = true;
        kernelLog.add(new MemoryFigures.Warning(lines[0], List.of(lines)));
        return this;
    }

    GivenRun calls(GivenOperations calls) {
        operations = calls;
        return this;
    }

    GivenRun says(String finding) {
        text = finding;
        return this;
    }

    GivenRun endsAs(String status) {
        outcome = status;
        return this;
    }

    /** The trace cannot tell. */
    GivenRun isIncomplete() {
        completeness = Verdict.INCONCLUSIVE;
        return this;
    }

    GivenRun in(Environment other) {
        environment = other;
        return this;
    }

    /** What it allocates, frees and leaks is not told. */
    GivenRun isNotTracked() {
        memory = true;
        tracked = false;
        return isIncomplete();
    }

    private long told(long number) {
        return tracked ? number : Quantity.UNTOLD;
    }

    /** Its records are of a version that had no figures. */
    GivenRun withoutFigures() {
        figures = false;
        return this;
    }

    TestRun run() {
        TestId test = new TestId(started.uniqueId(), started.displayName(), 1);
        GivenWindow window = new GivenWindow(test, started.capture(), "");
        List<RunRecord> told = new ArrayList<>();
        told.add(new RunEnvironment(environment));
        if (memory) {
            told.add(window());
        }
        if (memory && figures) {
            told.add(memoryFigures());
        }
        if (operations != null) {
            told.add(RunRecord.Operations.of(test, window, operations.judged()));
        }
        if (operations != null && figures) {
            told.add(OperationFigures.of(test, window, operations.judged()));
        }
        told.add(new RunRecord.Finished(started.uniqueId(), 1, outcome));
        return new TestRun(started, told, Path.of("1.records.jsonl"));
    }

    /** Its JVM ended within it, before anything was judged. */
    TestRun unfinished() {
        return new TestRun(started, List.of(new RunEnvironment(environment)), Path.of("1.records.jsonl"));
    }

    private RunRecord.Window window() {
        List<LeakFigures> counted = counted();
        return new RunRecord.Window(
                started.uniqueId(),
                1,
                counted.isEmpty() ? completeness : Verdict.FAILED,
                told(counted.stream().mapToLong(LeakFigures::objects).sum()),
                told(counted.stream().mapToLong(LeakFigures::bytes).sum()),
                counted.stream()
                        .map(leak -> new RunRecord.Site(leak.function(), leak.source(), leak.objects(), leak.bytes()))
                        .toList(),
                doubleFrees.isEmpty() ? completeness : Verdict.FAILED,
                doubleFrees.size(),
                Verdict.PASSED,
                0,
                kernelLog.stream().map(MemoryFigures.Warning::headline).toList(),
                told(812),
                told(809),
                List.of(),
                text);
    }

    private List<LeakFigures> counted() {
        return leaks.stream().filter(leak -> !leak.suppressed()).toList();
    }

    private MemoryFigures memoryFigures() {
        long peak = timeline.stream().mapToLong(LiveBytes.Point::bytes).max().orElse(0);
        return new MemoryFigures(
                started.uniqueId(),
                1,
                "vexfs",
                peak,
                timeline.isEmpty() ? 0 : timeline.get(timeline.size() - 1).bytes(),
                counted().stream().mapToLong(LeakFigures::objects).sum(),
                5 * peak,
                told(812),
                told(809),
                timeline,
                leaks,
                doubleFrees,
                List.of(),
                kernelLog,
                List.of(),
                List.of("memory     allocated " + 5 * peak + " bytes"),
                List.of());
    }
}
