package org.vexfs.trace.analysis;

import java.util.List;

/**
 * What is told of how the module used memory beside sums.
 *
 * @param alerts what was conspicuous, in order, up to {@link OperationMeter#MOST_ALERTS}
 * @param alertCount how many alerts there were
 */
public record UsageDetails(List<Alert> alerts, long alertCount) {

    public static final UsageDetails NONE = new UsageDetails(List.of(), 0);

    public UsageDetails {
        alerts = List.copyOf(alerts);
    }
}
