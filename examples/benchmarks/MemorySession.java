import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.MemoryProgram;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.session.LiveSession;

/** The memory trace without a test, for measuring what it costs. */
final class MemorySession {

    private MemorySession() {}

    /**
     * Without arguments traces the module that the configuration names until the end of the input, and prints the
     * process of bpftrace once the trace runs. With the words of a bpftrace command prints the program for a module
     * that is not there, on a kernel without kprobes.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            System.out.print(program(new BpftraceCommand(Arrays.asList(arguments))));
            return;
        }
        try (LiveSession session =
                LiveSession.start(ConfigLoader.load(System.getProperties(), Path.of(""), Map.of()))) {
            System.out.println(session.bpftracePid().orElseThrow());
            System.in.readAllBytes();
        }
    }

    private static String program(BpftraceCommand command) throws Exception {
        KernelSymbols kernel = KernelSymbols.parse(
                Files.readString(Path.of("/proc/kallsyms"), StandardCharsets.ISO_8859_1));
        TraceTarget target = new TraceTarget(
                new ModuleSymbols("none", 0xffffffffc0000000L, 0xffffffffc0010000L, new TreeMap<>()),
                List.of(),
                Set.of(),
                command.version(),
                command.tracepoints(),
                command.rawTracepoints(),
                Preflight.preemption(command.kernelFiles()),
                Set.of(),
                kernel);
        return MemoryProgram.text(target, "00000", 1024, 65_536);
    }
}
