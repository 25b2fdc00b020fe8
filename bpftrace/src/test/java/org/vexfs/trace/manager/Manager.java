package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.FakeExecutable;
import org.vexfs.trace.bpftrace.FakeKernelFiles;
import org.vexfs.trace.bpftrace.Preflight;
import picocli.CommandLine;

/** The trace manager on a machine that a test describes: at first one on which the module vexfs can be traced. */
final class Manager {

    private static final String KALLSYMS = """
            ffffffff81345670 T kfree
            ffffffff83000000 B _end
            ffffffffc03a9000 t vexfs_exit	[vexfs]
            ffffffffc03a9100 t vexfs_read	[vexfs]
            ffffffffc03a9200 t vexfs_write	[vexfs]
            ffffffffc03a9300 t vexfs_vector_search	[vexfs]
            ffffffffc03a9400 t vexfs_lock_store	[vexfs]
            ffffffffc03a9500 t vexfs_open	[vexfs]
            ffffffffc03a9600 t next_word	[vexfs]
            """;

    private static final String TRACEABLE = """
            kfree
            vfree
            __vmalloc_node_range_noprof
            do_init_module
            free_module
            vexfs_read [vexfs]
            vexfs_write [vexfs]
            vexfs_vector_search [vexfs]
            vexfs_lock_store [vexfs]
            vexfs_open [vexfs]
            next_word [vexfs]
            """;

    final FakeKernelFiles kernel = new FakeKernelFiles()
            .with("/sys/kernel/btf/vmlinux", "")
            .with("/proc/modules", "vexfs 86016 0 - Live 0xffffffffc03a9000 (OE)\n")
            .with("/proc/kallsyms", KALLSYMS)
            .with("/proc/sys/kernel/osrelease", "6.12.1\n")
            .with("/sys/kernel/tracing/available_filter_functions", TRACEABLE)
            .with(
                    "/sys/kernel/tracing/available_events",
                    "kmem:kfree\nkmem:kmalloc\ntask:task_rename\nlock:contention_begin\nsched:sched_process_exit\n");

    final RunningTraces running;

    private final BpftraceCommand command;
    private int user;
    private FrontEnd frontEnd = FrontEnd.COMMAND_LINE;
    private String columns = "80";

    Manager(Path folder) throws IOException {
        running = new RunningTraces(folder);
        command = new BpftraceCommand(List.of(FakeExecutable.in(
                        folder,
                        "bpftrace",
                        "case $1 in --version) echo bpftrace v0.23.2;; *) echo rawtracepoint:kfree;; esac")
                .toString()));
    }

    /** Takes all rights: addresses and the list of traceable functions are hidden then. */
    Manager withoutRights() {
        user = 1000;
        kernel.with("/proc/kallsyms", KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"))
                .without("/sys/kernel/tracing/available_filter_functions");
        return this;
    }

    Manager withoutModule() {
        kernel.with("/proc/modules", "ext4 1 0 - Live 0x0\n");
        return this;
    }

    Manager runBy(FrontEnd caller) {
        frontEnd = caller;
        return this;
    }

    Manager withColumns(String text) {
        columns = text;
        return this;
    }

    /** Gives the files of the kernel that were read. */
    List<String> kernelReads() {
        return kernel.read();
    }

    Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TraceManager.commandLine(
                        frontEnd,
                        config -> Preflight.run(
                                command, kernel, user, config.module(), config.functions(), config.moduleCheck()),
                        running,
                        columns)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int status = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        return new Answer(status, out.toString(), err.toString());
    }

    /** How a command ended, and what it said. */
    record Answer(int status, String out, String err) {}
}
