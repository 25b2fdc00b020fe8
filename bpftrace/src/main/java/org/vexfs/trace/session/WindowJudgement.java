package org.vexfs.trace.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;

/**
 * What a window comes to at its end.
 *
 * @param memory its memory; empty if it does not tell of that
 * @param operations its operations; empty if it does not tell of them
 * @param custom what the user's script told; empty if there is none
 */
public record WindowJudgement(
        Optional<MemoryJudgement> memory, Optional<OperationJudgement> operations, Optional<CustomJudgement> custom) {

    /**
     * Judges all that a window tells of, up to now.
     *
     * @param assertion what asks, by name, or {@link TraceWindow#END}
     */
    public static WindowJudgement named(String assertion, TraceWindow window) {
        return new WindowJudgement(
                window.tellsMemory() ? Optional.of(window.judgeMemory(assertion)) : Optional.empty(),
                window.tellsOperations() ? Optional.of(window.judgeOperations(assertion)) : Optional.empty(),
                window.tellsCustom() ? Optional.of(window.judgeCustom(assertion)) : Optional.empty());
    }

    /** Gives what was conspicuous, of each that it tells of in order. */
    public List<Alert> alerts() {
        return Stream.concat(
                        memory.stream().flatMap(judged -> judged.usage().details().alerts().stream()),
                        operations.stream().flatMap(judged -> judged.profile().alerts().stream()))
                .toList();
    }
}
