package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider.Lock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.Isolation;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ModuleLocksTests {

    private static final Lock ALONE = new Lock("org.vexfs.trace.module.vexfs", ResourceAccessMode.READ_WRITE);
    private static final Lock TOGETHER = new Lock("org.vexfs.trace.module.vexfs", ResourceAccessMode.READ);

    private final ModuleLocks locks = new ModuleLocks();

    @ParameterizedTest
    @CsvSource({"module, READ_WRITE", "process, READ_WRITE", "thread, READ", "isolated, READ_WRITE", "other, READ_WRITE"
    })
    void testsThatWouldAnswerForEachOthersDeedsAreKeptApart(String method, ResourceAccessMode mode) throws Exception {
        String module = method.equals("other") ? "ext4" : "vexfs";

        assertThat(ofMethod(EachTest.class, method))
                .containsExactly(new Lock("org.vexfs.trace.module." + module, mode));
    }

    @Test
    void aClassWithAWindowForAllItsTestsHoldsTheLockThroughout() throws Exception {
        assertThat(locks.provideForClass(WholeClass.class)).containsExactly(ALONE);
        assertThat(ofMethod(WholeClass.class, "shares")).isEmpty();
        assertThat(ofMethod(WholeClass.class, "own")).containsExactly(TOGETHER);
        assertThat(locks.provideForNestedClass(List.of(WholeClass.class), WholeClass.Inner.class))
                .isEmpty();
        assertThat(locks.provideForClass(EachTest.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"vexfs.trace.mode, replay", "vexfs.trace.mode, off", "vexfs.trace.no_such_key, 1"})
    void whatIsNotTracedNeedsNoLock(String property, String value) throws Exception {
        System.setProperty(property, value);
        try {
            assertThat(ofMethod(EachTest.class, "module")).isEmpty();
        } finally {
            System.clearProperty(property);
        }
    }

    private Set<Lock> ofMethod(Class<?> type, String method) throws NoSuchMethodException {
        return locks.provideForMethod(List.of(), type, type.getDeclaredMethod(method));
    }

    @TraceVexfs(script = Script.MEMORY)
    private static class EachTest {

        void module() {}

        @TraceVexfs(script = Script.MEMORY, attribution = Attribution.PROCESS)
        void process() {}

        @TraceVexfs(script = Script.MEMORY, attribution = Attribution.THREAD)
        void thread() {}

        @TraceVexfs(script = Script.MEMORY, attribution = Attribution.THREAD, isolation = Isolation.PER_TEST)
        void isolated() {}

        @TraceVexfs(script = Script.MEMORY, module = "ext4")
        void other() {}
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    private static class WholeClass {

        void shares() {}

        @TraceVexfs(script = Script.MEMORY, attribution = Attribution.THREAD)
        void own() {}

        @Nested
        class Inner {}
    }
}
