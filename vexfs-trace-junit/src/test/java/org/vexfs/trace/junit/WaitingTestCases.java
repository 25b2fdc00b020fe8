package org.vexfs.trace.junit;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vexfs.trace.session.HostTarget;

/** A traced test on this machine's own kernel that never ends. Run in a JVM of its own, to be killed. */
@TraceVexfs(script = MEMORY)
@ExtendWith(HostKernel.class)
class WaitingTestCases {

    @Test
    void allocatesAndWaits() throws Exception {
        HostTarget.allocate().close();
        System.out.println("ready "
                + ProcessHandle.current()
                        .children()
                        .map(child -> Long.toString(child.pid()))
                        .collect(Collectors.joining(" ")));
        new CountDownLatch(1).await();
    }
}
