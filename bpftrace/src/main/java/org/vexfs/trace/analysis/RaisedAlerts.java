package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;

/** The alerts that were raised: the first {@link OperationMeter#MOST_ALERTS} of them, and how many there are in all. */
final class RaisedAlerts {

    private final List<Alert> first = new ArrayList<>();
    private long count;

    void add(List<Alert> raised) {
        count += raised.size();
        raised.stream().limit(OperationMeter.MOST_ALERTS - first.size()).forEach(first::add);
    }

    /** Gives these and further ones. */
    RaisedAlerts and(List<Alert> further) {
        RaisedAlerts all = new RaisedAlerts();
        all.first.addAll(first);
        all.count = count;
        all.add(further);
        return all;
    }

    List<Alert> first() {
        return first;
    }

    long count() {
        return count;
    }
}
