package org.vexfs.trace.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.session.CaptureException;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TestId;

/**
 * Judges tests whose JVM ended within them, from their captures and what was written down after its end: what ended it,
 * such as a bug that the kernel found, may be in there.
 */
final class PostMortem {

    private static final Logger LOGGER = LoggerFactory.getLogger(PostMortem.class);

    private PostMortem() {}

    /** Gives the run with what was found before its JVM ended; as it is where that is nothing, or cannot be read. */
    static TestRun of(TestRun run) {
        RunRecord.Started started = run.started();
        if (run.window().isPresent() || run.finished().isPresent()) {
            return run;
        }
        try {
            Optional<ReplayedWindow> window =
                    Replay.ofUnfinished(capture(run)).window(started.uniqueId(), started.attempt());
            TestId test = new TestId(started.uniqueId(), started.displayName(), started.attempt());
            return window.flatMap(ReplayedWindow::found)
                    .map(judgement -> run.with(RunRecord.Window.postMortem(test, window.get(), judgement))
                            .with(MemoryFigures.of(test, window.get(), judgement))
                            .with(new RunEnvironment(window.get().environment())))
                    .orElse(run);
        } catch (IOException | CaptureException e) {
            LOGGER.debug("the capture of {} cannot be judged", started.displayName(), e);
            return run;
        }
    }

    /** Records that were brought here from another machine have their captures beside them. */
    private static Path capture(TestRun run) {
        Path recorded = Path.of(run.started().capture());
        Path beside = run.records().resolveSibling(recorded.getFileName());
        return !Files.exists(recorded) && Files.exists(beside) ? beside : recorded;
    }
}
