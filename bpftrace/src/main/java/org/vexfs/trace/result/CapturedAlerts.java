package org.vexfs.trace.result;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.AlertMeter;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;

/** Finds what was conspicuous in a capture, which does not tell that itself. The first interval begins with the first call. */
final class CapturedAlerts {

    private final OperationSettings settings;
    private final Function<String, FunctionTraits> traits;
    private final Consumer<Alert> listener;
    private @Nullable AlertMeter meter;
    private long raisedUntil = Long.MIN_VALUE;
    private long last;

    CapturedAlerts(OperationSettings settings, Function<String, FunctionTraits> traits, Consumer<Alert> listener) {
        this.settings = settings;
        this.traits = traits;
        this.listener = listener;
    }

    void accept(TraceEvent event) {
        if (event instanceof Operation call) {
            FunctionTraits function = traits.apply(call.function());
            AlertMeter alerts = meter(call.entered());
            alerts.accept(call, function);
            if (function.is(OperationCategory.LOCK)) {
                alerts.waited(call.durationNanos(), call.returned(), function);
            }
            last = call.returned();
        } else if (event instanceof Contention wait) {
            FunctionTraits function = traits.apply(wait.function());
            if (!function.is(OperationCategory.LOCK)) {
                meter(wait.nanos() - wait.waitNanos()).waited(wait.waitNanos(), wait.nanos(), function);
            }
            last = wait.nanos();
        }
    }

    private AlertMeter meter(long start) {
        AlertMeter begun = meter;
        if (begun == null) {
            begun = new AlertMeter(start, settings, this::raised);
            meter = begun;
        }
        return begun;
    }

    private void raised(List<Alert> alerts) {
        alerts.forEach(alert -> {
            raisedUntil = Math.max(raisedUntil, alert.to());
            listener.accept(alert);
        });
    }

    /** Finds it in the interval that the end of the capture cuts short. */
    void end() {
        AlertMeter begun = meter;
        if (begun != null) {
            begun.firstAlerts(last).stream()
                    .filter(alert -> alert.from() >= raisedUntil)
                    .forEach(listener);
        }
    }
}
