package org.vexfs.trace.baseline;

/**
 * The two gates that a difference of latencies has to pass to be called one: it is larger than noise with some
 * certainty, and it is large enough to matter.
 *
 * @param noise the relative change that is noise: the interval of the change has to lie beyond it, such as 0.01
 * @param minimum the relative change that is allowed: the change itself has to be beyond it, such as 0.05
 */
public record Gates(double noise, double minimum) {

    /** The noise of 1 % and the allowed change of 5 % that hold where nothing else is configured. */
    public static final Gates DEFAULT = new Gates(0.01, 0.05);

    public Gates {
        if (!(noise >= 0 && minimum >= 0)) {
            throw new IllegalArgumentException(
                    "noise " + noise + " and minimum " + minimum + "; expected neither below 0");
        }
    }

    /** Gives the same with another allowed change. */
    public Gates allowing(double relativeChange) {
        return new Gates(noise, relativeChange);
    }

    /**
     * Gives how often the interval of a change holds the true one. Of medians that differ by chance the second gate lets
     * few pass; percentiles above, of which a sample tells less, differ by more than it allows, so their interval is
     * wider.
     */
    double level(double percentile) {
        return percentile <= 50 ? 0.99 : 0.999;
    }
}
