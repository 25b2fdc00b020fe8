package org.vexfs.trace.bpftrace;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A JVM that reads the first of a trace, no more of it, and waits to be killed. */
final class DoomedJvm {

    private DoomedJvm() {}

    /** Takes the files for the rest and for the kernel's log, and the words that start bpftrace. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        BpftraceCommand command = new BpftraceCommand(words.subList(2, words.size()));
        CountDownLatch begun = new CountDownLatch(1);
        BpftraceProcess bpftrace = BpftraceProcess.start(command, "x", new BpftraceProcess.OutputReader() {

            @Override
            public void bytes(byte[] bytes, int length) {
                begun.countDown();
                waitToBeKilled();
            }

            @Override
            public void ended(String how) {}
        });
        OutputHeir.of(bpftrace, command, Path.of(words.get(0)), Path.of(words.get(1)))
                .orElseThrow();
        begun.await();
        System.out.println(ProcessHandle.current()
                .children()
                .map(child -> Long.toString(child.pid()))
                .collect(Collectors.joining(" ")));
        waitToBeKilled();
    }

    private static void waitToBeKilled() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
