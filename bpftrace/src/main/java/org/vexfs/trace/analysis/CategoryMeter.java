package org.vexfs.trace.analysis;

import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.Operation;

/** Measures the operations of one category: the calls that lie in no other one of it. */
final class CategoryMeter {

    private final OperationCategory category;
    private final ValueRecorder latency = new ValueRecorder();
    private long errors;

    CategoryMeter(OperationCategory category) {
        this.category = category;
    }

    void add(Operation call, FunctionTraits traits) {
        latency.record(call.durationNanos());
        if (traits.errno(call) != 0) {
            errors++;
        }
    }

    /** Takes back a call that lay within another one. */
    void remove(Operation call, FunctionTraits traits) {
        latency.remove(call.durationNanos());
        if (traits.errno(call) != 0) {
            errors--;
        }
    }

    CategoryProfile profile() {
        return new CategoryProfile(category, latency.distribution(), errors, true);
    }
}
