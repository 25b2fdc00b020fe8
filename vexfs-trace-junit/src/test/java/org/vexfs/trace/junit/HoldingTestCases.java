package org.vexfs.trace.junit;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A traced test on this machine's own kernel that holds objects, and waits to be told to end. Run in a JVM of its own. */
@TraceVexfs(script = MEMORY)
@ExtendWith(HostKernel.class)
class HoldingTestCases {

    /** The property that says how many. */
    static final String OBJECTS = "test.objects";

    @Test
    void holds() throws Exception {
        int objects = Integer.getInteger(OBJECTS);
        HostKernel.hold(objects);
        System.out.println("holds " + objects);
        System.in.read();
    }
}
