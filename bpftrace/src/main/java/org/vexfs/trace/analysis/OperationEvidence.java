package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Optional;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OperationTotals;

/**
 * What a window's operations are judged on.
 *
 * @param scope what of the trace is the window's
 * @param start the marker that opened it
 * @param end the last marker that came back
 * @param startTotals what the kernel side had added up at the first, if it was asked
 * @param endTotals what it had added up at the last, if it was asked
 * @param told what the calls come to that were told one by one
 * @param changes the loads and unloads of the module within the window
 * @param abandoned the calls that were abandoned within the window
 * @param errors what bpftrace said that its programs could not do within the window
 * @param observation how well it could be observed
 */
public record OperationEvidence(
        WindowScope scope,
        OperationsEcho start,
        OperationsEcho end,
        Optional<OperationTotals> startTotals,
        Optional<OperationTotals> endTotals,
        OperationProfile told,
        List<ModuleChange> changes,
        List<AbandonedCall> abandoned,
        List<String> errors,
        Observation observation) {

    public OperationEvidence {
        changes = List.copyOf(changes);
        errors = List.copyOf(errors);
        abandoned = List.copyOf(abandoned);
    }
}
