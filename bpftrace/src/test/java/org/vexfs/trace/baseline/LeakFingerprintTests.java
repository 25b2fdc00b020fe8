package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.event.MemoryKind;

class LeakFingerprintTests {

    private static final String KNOWN = LeakFingerprint.of("vexfs", leak("vexfs_insert+0x1c", "vexfs_ioctl+0x2d"));

    @Test
    void itIsShortAndTheSameInEveryRun() {
        assertThat(KNOWN).isEqualTo("b8c1e2750205a5ce");
    }

    @Test
    void itSurvivesAnotherBuildAndAnotherBoot() {
        assertThat(LeakFingerprint.of("vexfs", leak("vexfs_insert.isra.0+0x99", "vexfs_ioctl.constprop.3+0x1")))
                .isEqualTo(KNOWN);
    }

    @Test
    void theKernelsOwnFunctionsDoNotMatter() {
        List<CallSite> stack = List.of(
                frame("vexfs_insert+0x1c", true), frame("vexfs_ioctl+0x2d", true), frame("__x64_sys_ioctl+0x9", false));

        assertThat(LeakFingerprint.of("vexfs", leak(stack, Owner.DIRECT))).isEqualTo(KNOWN);
    }

    @Test
    void howOftenAFunctionCallsItselfDoesNotMatter() {
        assertThat(LeakFingerprint.of("vexfs", leak("vexfs_insert+0x1c", "vexfs_insert+0x30", "vexfs_ioctl+0x2d")))
                .isEqualTo(KNOWN);
    }

    @Test
    void anotherWayInAnotherModuleAndAnotherOwnerAreOtherLeaks() {
        List<CallSite> stack = List.of(frame("vexfs_insert+0x1c", true), frame("vexfs_ioctl+0x2d", true));

        assertThat(List.of(
                        LeakFingerprint.of("vexfs", leak("vexfs_insert+0x1c", "vexfs_write+0x2d")),
                        LeakFingerprint.of("vexfs", leak("vexfs_insert+0x1c")),
                        LeakFingerprint.of("other", leak(stack, Owner.DIRECT)),
                        LeakFingerprint.of("vexfs", leak(stack, Owner.INDIRECT)),
                        KNOWN))
                .doesNotHaveDuplicates();
    }

    @Test
    void anAddressWithoutANameDoesNotMatter() {
        assertThat(LeakFingerprint.of("vexfs", leak("0xffffffffc0001000", "vexfs_ioctl+0x2d")))
                .isEqualTo(LeakFingerprint.of("vexfs", leak("0xffffffffc0991010", "vexfs_ioctl+0x2d")));
    }

    private static Leak leak(String... functions) {
        return leak(
                Arrays.stream(functions).map(function -> frame(function, true)).toList(), Owner.DIRECT);
    }

    private static Leak leak(List<CallSite> stack, Owner owner) {
        return new Leak(stack.get(0), stack, owner, MemoryKind.SLAB, 3, 384, 1_000, 250);
    }

    private static CallSite frame(String function, boolean inModule) {
        return new CallSite(function.hashCode(), function, Optional.of("store.c:12"), inModule);
    }
}
