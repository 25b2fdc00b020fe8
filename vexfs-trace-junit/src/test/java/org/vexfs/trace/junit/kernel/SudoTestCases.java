package org.vexfs.trace.junit.kernel;

import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.testing.ExampleModule;

/** A clean and a leaky test. Run in a JVM of its own, by a user without rights. */
@TraceVexfs(script = MEMORY)
class SudoTestCases {

    @BeforeAll
    static void tellTheUser() {
        System.out.println("user " + System.getProperty("user.name"));
    }

    @Test
    void clean() throws IOException {
        ExampleModule.command("stat");
    }

    @Test
    void leaky() throws IOException {
        ExampleModule.command("leak 64");
    }
}
