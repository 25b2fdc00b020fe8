package org.vexfs.trace.report;

import java.util.Optional;
import org.vexfs.trace.baseline.Latencies;

/** The latencies that those of a run are compared with. */
@FunctionalInterface
public interface BaselineLatencies {

    /** There are none. */
    BaselineLatencies NONE = (run, function) -> Optional.empty();

    /** Gives those of a function's calls in the same test; empty where there are none, or none that can be compared. */
    Optional<Latencies> of(TestRun run, String function);
}
