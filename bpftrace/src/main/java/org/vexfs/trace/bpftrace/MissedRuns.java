package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.script.KernelFiles;
import org.vexfs.trace.script.ProgramProbes;

/**
 * Counts the runs of bpftrace's programs that the kernel skipped. bpftrace does not tell of them;
 * {@code /proc/PID/fdinfo} does ({@code recursion_misses}), one number for each program.
 *
 * <p>A program that interrupts another on the same CPU is skipped; since they run with preemption off, that happens
 * only to events of interrupts. The memory script looks at each event with two programs of different kinds: a
 * tracepoint's program is skipped when it interrupts any program of a tracepoint or kprobe, a raw tracepoint's only when
 * it interrupts itself. So an event of a soft interrupt that one of them misses is seen by the other.
 *
 * <p>An event is lost only where both looks were skipped, so of allocations no more can be lost than the look that was
 * skipped less often tells. Frees with two looks count as all seen: measured, RCU callbacks that free make each of the two
 * miss dozens a second, never the same event, and only a hard interrupt that interrupts the second look within a soft
 * interrupt could escape both. Allocations are not given that benefit, because to lose one could hide a leak.
 */
public final class MissedRuns {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissedRuns.class);
    private static final String MISSES = "recursion_misses:";
    private static final String TYPE = "prog_type:";

    private static final List<String> ALLOCATIONS = List.of(
            "tracepoint:kmem:kmalloc", "tracepoint:kmem:kmem_cache_alloc",
            "tracepoint:kmem:kmalloc_node", "tracepoint:kmem:kmem_cache_alloc_node");
    private static final List<String> FREES = List.of("tracepoint:kmem:kfree", "tracepoint:kmem:kmem_cache_free");

    private final KernelFiles files;
    private final BpftraceProcess process;
    private final List<String> probes;
    private List<String> programs = List.of();

    /** Prepares to count for a process that runs a program of that text. */
    public MissedRuns(BpftraceCommand command, BpftraceProcess process, String program) {
        this.files = command.kernelFiles();
        this.process = process;
        this.probes = ProgramProbes.of(program);
    }

    /** Gives the numbers so far. */
    public synchronized Missed read() {
        try {
            if (programs.isEmpty()) {
                programs = findPrograms();
            }
            Map<String, String> texts = files.readAll(programs);
            List<Program> read = new ArrayList<>();
            for (String program : programs) {
                read.add(Program.parse(texts.getOrDefault(program, ""))
                        .orElseThrow(() -> new IOException(program + " is no program any more")));
            }
            return judge(read, probes);
        } catch (IOException e) {
            LOGGER.debug("recursion_misses cannot be read", e);
            return new Missed(Missed.UNKNOWN, Missed.UNKNOWN);
        }
    }

    private List<String> findPrograms() throws IOException {
        long pid = process.pid().orElseThrow(() -> new IOException("bpftrace has no process"));
        String folder = "/proc/" + pid + "/fdinfo/";
        List<String> all = files.list(folder).stream().map(folder::concat).toList();
        // bpftrace loads its programs in the order of the script: measured on 0.23.2 and 0.27.
        List<String> found = files.readAll(all).entrySet().stream()
                .filter(file -> Program.parse(file.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(path -> Integer.parseInt(path.substring(folder.length()))))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("bpftrace holds no program");
        }
        return found;
    }

    static Missed judge(List<Program> programs, List<String> probes) {
        Optional<Map<String, Long>> byProbe = assign(programs, probes);
        if (byProbe.isEmpty()) {
            // Which program is which cannot be told, so each may be the one that matters.
            long all = programs.stream().mapToLong(Program::misses).sum();
            return new Missed(all, all);
        }
        Map<String, Long> misses = byProbe.get();
        long allocations = ALLOCATIONS.stream()
                .mapToLong(probe -> {
                    long first = misses.getOrDefault(probe, 0L);
                    return Math.min(first, misses.getOrDefault(secondLook(probe), first));
                })
                .sum();
        long frees = FREES.stream()
                .filter(probe -> !misses.containsKey(secondLook(probe)))
                .mapToLong(probe -> misses.getOrDefault(probe, 0L))
                .sum();
        return new Missed(allocations, frees);
    }

    private static String secondLook(String probe) {
        return "raw" + probe.replace(":kmem:", ":");
    }

    /** Pairs programs with probes by order; empty if their numbers or kinds do not match. */
    private static Optional<Map<String, Long>> assign(List<Program> programs, List<String> probes) {
        Map<String, Long> misses = new HashMap<>();
        int next = 0;
        for (Program program : programs) {
            // Several functions may share one program or have one each.
            while (next < probes.size() && probes.get(next).startsWith("kprobe:") && !program.isKprobe()) {
                next++;
            }
            if (program.isKprobe() && next > 0 && probes.get(next - 1).startsWith("kprobe:")) {
                continue;
            }
            if (next == probes.size() || !program.canServe(probes.get(next))) {
                return Optional.empty();
            }
            misses.merge(probes.get(next), program.misses(), Long::sum);
            next++;
        }
        return next == probes.size() ? Optional.of(misses) : Optional.empty();
    }

    /**
     * One program, as the kernel shows it.
     *
     * @param type a value of {@code enum bpf_prog_type}
     * @param misses its skipped runs
     */
    record Program(int type, long misses) {

        private static final int KPROBE = 2;
        private static final int TRACEPOINT = 5;
        private static final int PERF_EVENT = 7;
        private static final int RAW_TRACEPOINT = 17;
        private static final int TRACING = 26;

        /** Reads the text of a file of {@code fdinfo}; empty if it is none of a program. */
        static Optional<Program> parse(String fdinfo) {
            Optional<Long> type = field(fdinfo, TYPE);
            Optional<Long> misses = field(fdinfo, MISSES);
            return type.isPresent() && misses.isPresent()
                    ? Optional.of(new Program(type.get().intValue(), misses.get()))
                    : Optional.empty();
        }

        private static Optional<Long> field(String fdinfo, String name) {
            return fdinfo.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.valueOf(line.substring(name.length()).strip()))
                    .findFirst();
        }

        boolean isKprobe() {
            return type == KPROBE;
        }

        boolean canServe(String probe) {
            return switch (probe.substring(0, Math.max(probe.indexOf(':'), 0))) {
                case "tracepoint" -> type == TRACEPOINT;
                case "rawtracepoint" -> type == RAW_TRACEPOINT || type == TRACING;
                case "kprobe" -> type == KPROBE;
                case "interval" -> type == PERF_EVENT;
                default -> type == RAW_TRACEPOINT; // BEGIN and END
            };
        }
    }
}
