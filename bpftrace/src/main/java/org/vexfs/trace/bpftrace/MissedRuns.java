package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
 */
public final class MissedRuns implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissedRuns.class);
    private static final String PROGRAM_ID = "prog_id:";
    private static final String LINK_TYPE = "link_type:";

    /** Stands for functions whose names are not told. */
    private static final String MANY = "*";

    /** As in {@code name: vfree}, or in a list of many {@code 0 vfree+0x0/0xb0}. */
    private static final Pattern LINKED_FUNCTION =
            Pattern.compile("^name:\\s*(\\S+)|^\\S+\\s+(\\w[\\w.]*)\\+0x0/0x", Pattern.MULTILINE);

    private final KernelFiles files;
    private final BpftraceProcess process;
    private final Function<List<LoadedProgram>, ProgramLooks> looksOf;
    private @Nullable Counted counted;

    private MissedRuns(
            BpftraceCommand command, BpftraceProcess process, Function<List<LoadedProgram>, ProgramLooks> looksOf) {
        this.files = command.kernelFiles();
        this.process = process;
        this.looksOf = looksOf;
    }

    /** Prepares to count for a process that runs a program of that text, as far as allocations and frees may be missed. */
    public static MissedRuns of(BpftraceCommand command, BpftraceProcess process, String program) {
        List<String> probes = ProgramProbes.of(program);
        return new MissedRuns(command, process, programs -> ProgramLooks.of(programs, probes));
    }

    /** Prepares to count for a process that runs a user's script: any program may be the one that matters. */
    public static MissedRuns ofAll(BpftraceCommand command, BpftraceProcess process) {
        return new MissedRuns(command, process, ProgramLooks::ofUnknown);
    }

    /** Gives the numbers so far. */
    public synchronized Missed read() {
        try {
            if (counted == null) {
                counted = findPrograms();
            }
            return counted.missed();
        } catch (IOException e) {
            LOGGER.debug("recursion_misses cannot be read", e);
            return new Missed(Missed.UNKNOWN, Missed.UNKNOWN);
        }
    }

    @Override
    public synchronized void close() {
        if (counted != null) {
            counted.files().close();
        }
    }

    private Counted findPrograms() throws IOException {
        long pid = process.pid().orElseThrow(() -> new IOException("bpftrace has no process"));
        String folder = "/proc/" + pid + "/fdinfo/";
        List<String> all = files.list(folder).stream().map(folder::concat).toList();
        // bpftrace loads its programs in the order of the script: measured on 0.23.2 and 0.27.
        Map<String, String> texts = files.readAll(all);
        Map<String, Set<String>> functions = functions(texts);
        List<String> found = texts.keySet().stream()
                .filter(file -> LoadedProgram.typeIn(texts.get(file)).isPresent())
                .sorted(Comparator.comparingInt(path -> Integer.parseInt(path.substring(folder.length()))))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("bpftrace holds no program");
        }
        List<LoadedProgram> programs = found.stream()
                .map(file -> new LoadedProgram(
                        LoadedProgram.typeIn(texts.get(file)).getAsInt(), functions.getOrDefault(file, Set.of())))
                .toList();
        ProgramLooks looks = looksOf.apply(programs);
        List<Integer> places = looks.programs();
        return new Counted(
                looks, places, files.open(places.stream().map(found::get).toList()));
    }

    /**
     * Finds to which functions programs are attached, as far as their links tell: all of them from kernel 6.16 on; before,
     * only that a link is to many functions at once, which are those of the module.
     */
    private static Map<String, Set<String>> functions(Map<String, String> texts) {
        Map<String, Set<String>> byProgramId = new HashMap<>();
        for (String text : texts.values()) {
            Optional<String> type = LoadedProgram.field(text, LINK_TYPE);
            Optional<String> id = LoadedProgram.field(text, PROGRAM_ID);
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
            if (LoadedProgram.typeIn(text).isPresent()) {
                LoadedProgram.field(text, PROGRAM_ID).map(byProgramId::get).ifPresent(names -> byFile.put(file, names));
            }
        });
        return byFile;
    }

    /**
     * What is read each time.
     *
     * @param looks what the skipped runs mean
     * @param places the places of the programs that count, in the order of their files
     * @param files their files
     */
    private record Counted(ProgramLooks looks, List<Integer> places, KernelFiles.OpenFiles files) {

        Missed missed() throws IOException {
            List<String> texts = files.readAll();
            Map<Integer, Long> skipped = new HashMap<>();
            for (int i = 0; i < texts.size(); i++) {
                skipped.put(
                        places.get(i),
                        LoadedProgram.misses(texts.get(i))
                                .orElseThrow(() -> new IOException("a program is none any more")));
            }
            return looks.missed(skipped::get);
        }
    }
}
