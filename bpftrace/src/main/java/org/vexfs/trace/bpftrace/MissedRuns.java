package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.script.KernelFiles;
import org.vexfs.trace.script.ProgramProbes;

/**
 * Counts the runs of bpftrace's programs that the kernel skipped. bpftrace does not tell of them;
 * {@code /proc/PID/fdinfo} does ({@code recursion_misses}), one number for each program.
 *
 * <p>A program that interrupts another on the same CPU is skipped: a tracepoint's when it interrupts any program of a
 * tracepoint or kprobe, a raw tracepoint's only when it interrupts itself. The memory script looks at each event with
 * two programs of one raw tracepoint, where bpftrace can attach to it. So an event of a soft interrupt that one of them
 * misses, because it interrupted that one, is seen by the other. Where a tracepoint's program looks, alone or first, all
 * that it misses of allocations is told here; of that, the kernel side counts what another program saw in its place
 * ({@link org.vexfs.trace.event.Counts}).
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
    private static final String PROGRAM_ID = "prog_id:";

    private static final String LINK_TYPE = "link_type:";

    /** Stands for functions whose names are not told. */
    private static final String MANY = "*";

    private static final Set<String> FREE_FUNCTIONS = Set.of("kvfree_call_rcu", "kmem_cache_free_bulk", "vfree");

    /** As in {@code name: vfree}, or in a list of many {@code 0 vfree+0x0/0xb0}. */
    private static final Pattern LINKED_FUNCTION =
            Pattern.compile("^name:\\s*(\\S+)|^\\S+\\s+(\\w[\\w.]*)\\+0x0/0x", Pattern.MULTILINE);

    private static final List<String> ALLOCATIONS =
            List.of("kmalloc", "kmem_cache_alloc", "kmalloc_node", "kmem_cache_alloc_node");
    private static final String PERCPU_ALLOCATION = "tracepoint:percpu:percpu_alloc_percpu";
    private static final List<String> FREES = List.of("kfree", "kmem_cache_free");

    private final KernelFiles files;
    private final BpftraceProcess process;
    private final List<String> probes;
    private List<String> programs = List.of();
    private Map<String, Set<String>> functions = Map.of();

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
                        .orElseThrow(() -> new IOException(program + " is no program any more"))
                        .of(functions.getOrDefault(program, Set.of())));
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
        Map<String, String> texts = files.readAll(all);
        functions = functions(texts);
        List<String> found = texts.entrySet().stream()
                .filter(file -> Program.parse(file.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(path -> Integer.parseInt(path.substring(folder.length()))))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("bpftrace holds no program");
        }
        return found;
    }

    /**
     * Finds to which functions programs are attached, as far as their links tell: all of them from kernel 6.16 on; before,
     * only that a link is to many functions at once, which are those of the module.
     */
    private static Map<String, Set<String>> functions(Map<String, String> texts) {
        Map<String, Set<String>> byProgramId = new HashMap<>();
        for (String text : texts.values()) {
            Optional<String> type = Program.field(text, LINK_TYPE);
            Optional<String> id = Program.field(text, PROGRAM_ID);
            if (type.isPresent() && id.isPresent()) {
                Set<String> names = LINKED_FUNCTION
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .collect(Collectors.toSet());
                if (!names.isEmpty() || type.get().equals("kprobe_multi")) {
                    byProgramId.put(id.get(), names.isEmpty() ? Set.of(MANY) : names);
                }
            }
        }
        Map<String, Set<String>> byFile = new HashMap<>();
        texts.forEach((file, text) -> {
            if (Program.parse(text).isPresent()) {
                Program.field(text, PROGRAM_ID).map(byProgramId::get).ifPresent(names -> byFile.put(file, names));
            }
        });
        return byFile;
    }

    static Missed judge(List<Program> programs, List<String> probes) {
        // Up to the first kprobe there is one program for each probe, in the same order; of kprobes there may be
        // one for each function or one for many.
        int leading = (int) probes.stream().takeWhile(probe -> !isKprobe(probe)).count();
        Map<String, List<Program>> looks = new HashMap<>();
        for (int i = 0; i < leading; i++) {
            if (i == programs.size() || !programs.get(i).canServe(probes.get(i))) {
                // Which program is which cannot be told, so each may be the one that matters.
                long all = programs.stream().mapToLong(Program::misses).sum();
                return new Missed(all, all);
            }
            looks.computeIfAbsent(event(probes.get(i)), event -> new ArrayList<>())
                    .add(programs.get(i));
        }
        long allocations = ALLOCATIONS.stream()
                .map(looks::get)
                .filter(Objects::nonNull)
                .mapToLong(MissedRuns::missed)
                .sum();
        long frees = FREES.stream()
                .map(looks::get)
                .filter(Objects::nonNull)
                .filter(ofEvent -> ofEvent.size() == 1)
                .mapToLong(MissedRuns::missed)
                .sum();
        List<Program> others = programs.subList(leading, programs.size());
        allocations += otherAllocations(others, probes.subList(leading, probes.size()));
        return new Missed(allocations, frees + otherFrees(others, probes));
    }

    /** What a raw program saw in the place of a tracepoint's, the kernel side counts. */
    private static long missed(List<Program> looks) {
        return looks.stream()
                .filter(look -> look.isTracepoint() || !hasTracepoint(looks))
                .mapToLong(Program::misses)
                .min()
                .orElse(0);
    }

    private static boolean hasTracepoint(List<Program> looks) {
        return looks.stream().anyMatch(Program::isTracepoint);
    }

    /** Of the tracepoints behind the first kprobe only that of percpu memory tells of allocations. */
    private static long otherAllocations(List<Program> programs, List<String> probes) {
        List<String> tracepoints =
                probes.stream().filter(probe -> probe.startsWith("tracepoint:")).toList();
        List<Program> inOrder = programs.stream().filter(Program::isTracepoint).toList();
        boolean known = inOrder.size() == tracepoints.size();
        return IntStream.range(0, inOrder.size())
                .filter(i -> !known || tracepoints.get(i).equals(PERCPU_ALLOCATION))
                .mapToLong(i -> inOrder.get(i).misses())
                .sum();
    }

    /**
     * Gives how many frees may be missing of those that are seen by kprobes. A program of a raw tracepoint, as sees
     * those of pages and percpu memory, is skipped only within itself.
     */
    private static long otherFrees(List<Program> programs, List<String> probes) {
        List<String> inOrder = probes.stream()
                .filter(MissedRuns::isKprobe)
                .filter(probe -> !probe.contains("*"))
                .toList();
        List<Program> unnamed = programs.stream()
                .filter(program -> program.isKprobe() && program.functions().isEmpty())
                .toList();
        boolean known = unnamed.size() == inOrder.size();
        long misses = 0;
        for (Program program : programs) {
            if (program.isKprobe()) {
                boolean frees;
                if (!program.functions().isEmpty()) {
                    frees = program.functions().stream().anyMatch(FREE_FUNCTIONS::contains);
                } else {
                    frees = !known || isFree(inOrder.get(indexOf(unnamed, program)));
                }
                misses += frees ? program.misses() : 0;
            }
        }
        return misses;
    }

    private static int indexOf(List<Program> programs, Program program) {
        for (int i = 0; i < programs.size(); i++) {
            if (programs.get(i) == program) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such program");
    }

    private static boolean isFree(String probe) {
        return FREE_FUNCTIONS.contains(probe.substring(probe.indexOf(':') + 1));
    }

    private static boolean isKprobe(String probe) {
        return probe.startsWith("kprobe:") || probe.startsWith("kretprobe:");
    }

    /** Gives the event that a probe looks at: whoever looks at the same a second time has the same. */
    private static String event(String probe) {
        return probe.substring(probe.lastIndexOf(':') + 1);
    }

    /**
     * One program, as the kernel shows it.
     *
     * @param type a value of {@code enum bpf_prog_type}
     * @param misses its skipped runs
     * @param functions what it is attached to, as far as the kernel tells
     */
    record Program(int type, long misses, Set<String> functions) {

        Program(int type, long misses) {
            this(type, misses, Set.of());
        }

        Program of(Set<String> attachedTo) {
            return new Program(type, misses, attachedTo);
        }

        private static final int KPROBE = 2;
        private static final int TRACEPOINT = 5;
        private static final int PERF_EVENT = 7;
        private static final int RAW_TRACEPOINT = 17;
        private static final int TRACING = 26;

        /** Reads the text of a file of {@code fdinfo}; empty if it is none of a program. */
        static Optional<Program> parse(String fdinfo) {
            Optional<Long> type = field(fdinfo, TYPE).map(Long::valueOf);
            Optional<Long> misses = field(fdinfo, MISSES).map(Long::valueOf);
            return type.isPresent() && misses.isPresent()
                    ? Optional.of(new Program(type.get().intValue(), misses.get()))
                    : Optional.empty();
        }

        private static Optional<String> field(String fdinfo, String name) {
            return fdinfo.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip())
                    .findFirst();
        }

        boolean isKprobe() {
            return type == KPROBE;
        }

        boolean isTracepoint() {
            return type == TRACEPOINT;
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
