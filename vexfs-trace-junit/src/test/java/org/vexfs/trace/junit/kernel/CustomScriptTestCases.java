package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.junit.Script.CUSTOM;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.junit.TraceVexfs;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.ExampleModule;

/** Tests traced with a script of their own, which looks at functions of the module. */
@TraceVexfs(script = CUSTOM, file = "grows.bt")
class CustomScriptTestCases {

    static final String SCRIPT = """
            kprobe:vexfs_fault_grow_each
            {
            	printf("%s grows\\n", comm);
            	@calls = count();
            }

            kprobe:vexfs_fault_*
            {
            	@faults[probe] = count();
            }
            """;

    @BeforeEach
    void growOnce() throws IOException {
        ExampleModule.command("grow_each 64");
    }

    @Test
    void isToldOfWhatItDid(VexfsTrace trace) throws IOException {
        ExampleModule.command("grow_each 64");

        assertThat(trace.lines()).hasSize(2).allSatisfy(line -> assertThat(line).endsWith(" grows"));
        assertThat(trace.maps().change("@calls").number()).isEqualTo(2);
        assertThat(trace.maps()
                        .change("@faults")
                        .at("kprobe:vexfs_fault_grow_each")
                        .number())
                .isEqualTo(2);
    }

    @Test
    void isToldOfNothingElse(VexfsTrace trace) {
        assertThat(trace.lines()).hasSize(1);
        assertThat(trace.maps().change("@calls").number()).isEqualTo(1);
    }
}
