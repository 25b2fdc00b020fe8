package org.vexfs.trace.example;

import static org.vexfs.trace.junit.Script.MEMORY;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vexfs.trace.junit.TraceVexfs;

@TraceVexfs(script = MEMORY)
@ExtendWith(OddIT.Talk.class)
class OddIT {

    @Test
    @DisplayName("ends <![CDATA[ with ]]> & \u0001 \uD83D\uDE00")
    void losesThreeObjects() {}

    static class Talk implements BeforeTestExecutionCallback {

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            System.out.println("its own ]]> \u001B[31mred\u001B[0m &amp; <tag>");
            System.err.println("its error");
        }
    }
}
