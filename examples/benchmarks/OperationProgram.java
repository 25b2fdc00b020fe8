import java.util.List;
import java.util.Set;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.ProgramOptions;
import org.vexfs.trace.script.TraceProgram;

/** The performance script's program for some functions of the example module, for measuring what it costs. */
final class OperationProgram {

    private OperationProgram() {}

    /** Prints it; the first argument is how many calls may be told in a second, the others patterns of functions. */
    public static void main(String[] arguments) {
        Preflight preflight =
                Preflight.run(new BpftraceCommand(List.of("bpftrace")), "vexfs", List.of(arguments).subList(1, arguments.length), true);
        System.out.print(TraceProgram.text(
                preflight.target().orElseThrow(() -> new IllegalStateException(preflight.problems())),
                new ProgramOptions(
                        Set.of(TraceScript.PERFORMANCE), "00000", 1024, 65_536, Integer.parseInt(arguments[0]), Set.of())));
    }
}
