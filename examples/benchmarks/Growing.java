package org.vexfs.trace.benchmark;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.MemoryJudge;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.OperationLedger;
import org.vexfs.trace.analysis.UsageMeter;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.analysis.WindowEvidence;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.OutputDecoder;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.junit.HostKernel;
import org.vexfs.trace.junit.Script;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.report.Attachments;
import org.vexfs.trace.report.CiSystem;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.SurefireReports;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TestSources;
import org.vexfs.trace.report.html.HtmlPage;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.ProgramOptions;
import org.vexfs.trace.script.TraceProgram;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.HostBpftrace;

/** Measures how the library's costs grow; prints a line for each size: what grows, how many there are, what it costs. */
final class Growing {

    private Growing() {}

    /** The first argument says what grows; the others are sizes, or those of a program. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "tests" -> tests(Path.of(arguments[1]));
            case "program" -> program(Integer.parseInt(arguments[1]), arguments[2], arguments[3].equals("named"));
            case "events" -> events(Long.parseLong(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void point(String what, long size, double cost) {
        System.out.printf(Locale.ROOT, "%s %d %.6f%n", what, size, cost);
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Runs so many traced tests, and reports on each run; the first of all only has the JVM compile what the others run. */
    private static void tests(Path work) throws Exception {
        HostKernel.properties().forEach(System::setProperty);
        run(work.resolve("warm-up"), Thousand.class, 1_000, false);
        run(work.resolve("1"), One.class, 1, true);
        run(work.resolve("10"), Ten.class, 10, true);
        run(work.resolve("100"), Hundred.class, 100, true);
        run(work.resolve("1000"), Thousand.class, 1_000, true);
    }

    /** One test goes before those that count: it starts the trace. */
    private static void run(Path folder, Class<?> tests, int size, boolean counts) throws IOException {
        System.setProperty("vexfs.trace.output", folder.toString());
        Ends ends = new Ends();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        ends);
        if (!ends.failed.isEmpty() || ends.nanos.size() != size + 1) {
            throw new IllegalStateException(ends.nanos.size() + " tests ran, and failed: "
                    + ends.failed.stream().limit(3).toList());
        }
        List<TestRun> runs = RunRecords.read(folder, 0);
        if (runs.size() != size + 1) {
            throw new IllegalStateException(runs.size() + " of " + (size + 1) + " tests were recorded");
        }
        runs = runs.subList(1, runs.size());
        Path reports = Files.createDirectories(folder.resolve("surefire"));
        Files.writeString(
                reports.resolve("TEST-tests.xml"),
                runs.stream()
                        .map(run -> "<testcase classname=\"" + run.started().className() + "\" name=\""
                                + run.started().reportedName() + "\"/>")
                        .collect(Collectors.joining("\n", "<testsuite>", "</testsuite>")));
        long began = System.nanoTime();
        int enriched = new SurefireReports(
                        new TestSources(folder, List.of()), new Attachments(CiSystem.NONE, folder, folder))
                .enrich(reports, runs);
        double enrichment = secondsSince(began);
        if (enriched != size) {
            throw new IllegalStateException(enriched + " of " + size + " test cases were enriched");
        }
        began = System.nanoTime();
        HtmlPage.write(
                folder.resolve("index.html"),
                new HtmlPage.Content(runs.stream().map(ComparedRun::alone).toList(), List.of(), List.of()));
        double page = secondsSince(began);
        if (counts) {
            point("tests", size, (ends.nanos.get(size) - ends.nanos.get(0)) / 1e9);
            point("reports", size, enrichment);
            point("page", size, page);
        }
    }

    /** Prints the performance script's program for functions of a file in a module's place. */
    private static void program(int functions, String file, boolean named) throws IOException {
        BpftraceCommand command = HostBpftrace.command();
        TreeMap<Long, String> symbols = new TreeMap<>(Map.of(16L, "others"));
        Set<String> traced = IntStream.range(0, functions)
                .mapToObj(i -> "vexfs_" + i)
                .peek(name -> symbols.put(16L * (symbols.size() + 1), name))
                .collect(Collectors.toSet());
        TraceTarget target = new TraceTarget(
                new ModuleSymbols("host", 16, 16L * (symbols.size() + 1), symbols),
                named ? List.copyOf(traced) : List.of("vexfs_*"),
                traced,
                command.version(),
                command.tracepoints(),
                command.rawTracepoints(),
                false,
                Set.of(),
                KernelSymbols.NONE);
        System.out.print(TraceProgram.text(
                        target,
                        new ProgramOptions(Set.of(TraceScript.PERFORMANCE), "00000", 1024, 65_536, 10_000, Set.of()))
                .replaceAll("k((?:ret)?probe):(vexfs_)", "u$1:" + file + ":$2")
                // In a probe of a process bpftrace takes func for a symbol of that.
                .replaceAll("\\bfunc\\b", "ksym(reg(\"ip\"))"));
    }

    /** Decodes, books and judges so many events of a module that holds a thousand objects. */
    private static void events(long size) {
        judge(1_000_000);
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = machine.getProcessCpuTime();
        Judged judged = judge(size);
        point("events", size, (machine.getProcessCpuTime() - cpu) / 1e9);
        System.gc();
        point("heap", size, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
        if (judged.judgement.verdict() != Verdict.PASSED) {
            throw new IllegalStateException(judged.judgement.verdict() + ": " + judged.judgement.gaps());
        }
    }

    /** Keeps the ledger, too, so that what it remembers is counted. */
    private record Judged(MemoryLedger ledger, MemoryJudgement judgement) {}

    private static Judged judge(long size) {
        TraceConfig config = ConfigLoader.shipped();
        MemoryLedger ledger = new MemoryLedger();
        OperationLedger operations = new OperationLedger();
        OutputDecoder decoder = new OutputDecoder(event -> {
            ledger.accept(event);
            operations.accept(event);
        });
        Lines lines = new Lines();
        ledger.measureFrom(
                Lines.START,
                marker -> new UsageMeter(scope(marker), config.usage(), Growing::site));
        feed(decoder, lines.marker(Lines.START, 0, 0));
        long told = 0;
        while (told < size) {
            decoder.feed(lines.next(), 0, lines.length());
            told += Lines.OBJECTS * 2L;
        }
        feed(decoder, lines.marker(Lines.END, told / 2, told / 2));
        MarkerEcho start = ledger.echo(Lines.START).orElseThrow();
        MarkerEcho end = ledger.echo(Lines.END).orElseThrow();
        return new Judged(
                ledger,
                new MemoryJudge(ledger, Growing::site)
                        .judge(new WindowEvidence(
                                scope(start.marker()),
                                start,
                                end,
                                ledger.outstanding(),
                                false,
                                Missed.NONE,
                                Optional.empty(),
                                List.of(),
                                List.of())));
    }

    private static WindowScope scope(Marker marker) {
        return new WindowScope(marker, Attribution.MODULE, IndirectAllocations.FAIL);
    }

    private static CallSite site(long address) {
        return new CallSite(address, "vexfs_insert+0x10", Optional.empty(), true);
    }

    private static void feed(OutputDecoder decoder, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        decoder.feed(bytes, 0, bytes.length);
    }

    /** Makes the lines of a trace: a thousand objects are allocated and freed again, over and over. */
    private static final class Lines {

        static final int OBJECTS = 1_000;
        static final String START = "vx00000c0000001";
        static final String END = "vx00000c0000002";

        private static final String TIME = "1000000000000";
        private static final String BEGIN = "{\"type\": \"printf\", \"data\": \"";

        private final byte[] bytes;
        private final int[] times = new int[OBJECTS];
        private final int[] freeTimes = new int[OBJECTS];
        private final int[] sinceTimes = new int[OBJECTS];
        private long now = Long.parseLong(TIME);

        Lines() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < OBJECTS; i++) {
                text.append(BEGIN).append("A ");
                times[i] = text.length();
                text.append(TIME)
                        .append(" 246 250 ")
                        .append(Long.toHexString(address(i)))
                        .append(" 100 128 ffffffffc03a9064 s ffffffffc03a9064\\nffffffffc03a8000\\n\\n\"}\n");
            }
            for (int i = 0; i < OBJECTS; i++) {
                text.append(BEGIN).append("F ");
                freeTimes[i] = text.length();
                text.append(TIME).append(" 246 250 ").append(Long.toHexString(address(i))).append(" ffffffffc03a9217 ");
                sinceTimes[i] = text.length();
                text.append(TIME).append("\\n\"}\n");
            }
            bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        }

        private static long address(int object) {
            return 0xff483b7e02852000L + 128L * object;
        }

        byte[] next() {
            for (int i = 0; i < OBJECTS; i++) {
                now += 1_000;
                put(times[i], now);
                put(sinceTimes[i], now);
            }
            for (int place : freeTimes) {
                now += 1_000;
                put(place, now);
            }
            return bytes;
        }

        int length() {
            return bytes.length;
        }

        String marker(String name, long allocations, long frees) {
            now += 1_000;
            return BEGIN + "M " + now + " 246 250 " + name + " " + allocations + " " + frees + " 0 0 0 0 0 " + allocations
                    + " 0 0 0 0\\n\"}\n" + BEGIN + "Z\\n\"}\n";
        }

        private void put(int place, long time) {
            long left = time;
            for (int i = place + TIME.length() - 1; i >= place; i--) {
                bytes[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }
    }

    private static final class Ends implements TestExecutionListener {

        private final List<Long> nanos = new ArrayList<>();
        private final List<Throwable> failed = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failed::add);
            if (test.isTest()) {
                nanos.add(System.nanoTime());
            }
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExtendWith(HostKernel.class)
    static class One {

        @RepeatedTest(2)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExtendWith(HostKernel.class)
    static class Ten {

        @RepeatedTest(11)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExtendWith(HostKernel.class)
    static class Hundred {

        @RepeatedTest(101)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExtendWith(HostKernel.class)
    static class Thousand {

        @RepeatedTest(1_001)
        void touchesTheKernel() throws IOException {
            HostTarget.allocate().close();
        }
    }
}
