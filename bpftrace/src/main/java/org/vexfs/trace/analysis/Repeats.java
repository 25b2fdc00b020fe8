package org.vexfs.trace.analysis;

import java.util.List;

/**
 * Values that came once or several times.
 *
 * @param total how many there were all together
 * @param different how many different ones
 * @param most the one that came most often, which may have several parts; empty where there was none
 * @param mostTimes how often that one came
 * @param untold how many further ones are not known, because there were too many different ones
 */
public record Repeats(long total, long different, List<Long> most, long mostTimes, long untold) {

    public static final Repeats NONE = new Repeats(0, 0, List.of(), 0, 0);

    public Repeats {
        most = List.copyOf(most);
    }

    /** Gives how many were there before. */
    public long again() {
        return total - different;
    }

    /** Gives the share of those that were there before, in percent; 0 where there was none. */
    public double againShare() {
        return total == 0 ? 0 : 100.0 * again() / total;
    }
}
