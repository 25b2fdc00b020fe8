package org.vexfs.trace.testing;

import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;

/** A window on module {@code vexfs} in which nothing happened; what it is judged to be, a test says. */
public class GivenWindow implements TraceWindow {

    private final TestId test;
    private final Path capture;
    private final String sourcesMissing;

    public GivenWindow(String displayName, String capture) {
        this(new TestId("[test:" + displayName + "]", displayName, 1), capture, "");
    }

    public GivenWindow(TestId test, String capture, String sourcesMissing) {
        this.test = test;
        this.capture = Path.of(capture);
        this.sourcesMissing = sourcesMissing;
    }

    @Override
    public TestId test() {
        return test;
    }

    @Override
    public String module() {
        return "vexfs";
    }

    @Override
    public String sourcesMissing() {
        return sourcesMissing;
    }

    @Override
    public Path capture() {
        return capture;
    }

    @Override
    public MemoryJudgement judgeMemory(String assertion) {
        throw new UnsupportedOperationException(assertion + " is asked of a window that has no judgement");
    }

    @Override
    public TraceWindow openWithin(String mark) {
        throw new UnsupportedOperationException(mark + " is set in a window that has no further ones");
    }

    @Override
    public List<TraceEvent> events() {
        return List.of();
    }
}
