package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;

/** A window that its JVM did not live to close: the leaky one, cut behind the last free. */
class UnclosedWindowTests {

    private static final String FREED_AGAIN = "{\"type\": \"printf\", \"data\": \"D 83586000000 246 250"
            + " ff483b7e417ce780 ffffffffc03a9217 83572707927\\n\"}";

    @TempDir
    private Path folder;

    @Test
    void aDoubleFreeThatHadArrivedIsCertain() throws IOException {
        ReplayedWindow window = window(FREED_AGAIN);

        MemoryJudgement judgement = window.found().orElseThrow();

        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.doubleFreeFindings())
                .singleElement()
                .satisfies(
                        doubleFree -> assertThat(doubleFree.sinceFirstNanos()).isEqualTo(13_292_073));
        assertThat(judgement.activity().doubleFrees()).isOne();
        assertThat(judgement.activity().allocations()).isEqualTo(5);
        assertThat(judgement.activity().frees()).isEqualTo(2);
        assertThat(window.judgeMemory(TraceWindow.END)).isSameAs(judgement);
        assertThat(window.atEnd()).isEmpty();
    }

    @Test
    void whatIsHeldMayBeHeldBecauseTheTestDidNotGoOn() throws IOException {
        MemoryJudgement judgement = window(FREED_AGAIN).found().orElseThrow();

        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.leakedObjects()).isEqualTo(3);
        assertThat(judgement.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause())
                        .isEqualTo("the trace ended before the window did: the JVM that ran the test ended within it"));
    }

    @Test
    void whereNothingIsCertainNothingIsFound() throws IOException {
        ReplayedWindow window = window();

        assertThat(window.found()).isEmpty();
        assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> window.judgeMemory(TraceWindow.END));
    }

    @Test
    void aWindowThatWasClosedIsJudgedWhereItWasClosed() throws IOException {
        Path whole = Captures.write(folder, Captures.leakyLines());

        assertThat(Replay.of(List.of(whole)).windows())
                .singleElement()
                .satisfies(window -> assertThat(window.found()).isEmpty());
    }

    private ReplayedWindow window(String... further) throws IOException {
        List<String> lines = new ArrayList<>(Captures.leakyLines());
        int end = 0;
        while (!lines.get(end).contains("\"F 83585524338 ")) {
            end++;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, end + 1));
        cut.addAll(List.of(further));
        return Replay.of(List.of(Captures.write(folder, cut))).windows().get(0);
    }
}
