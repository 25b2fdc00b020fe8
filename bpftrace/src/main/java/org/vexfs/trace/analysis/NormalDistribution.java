package org.vexfs.trace.analysis;

/** The standard normal distribution. */
final class NormalDistribution {

    /** From here on the continued fraction is quicker than the series. */
    private static final double FAR = 3;

    private NormalDistribution() {}

    /**
     * Gives how likely a value is that is at least so far from 0, to either side, to about 14 digits: by the series of the
     * error function near 0 and by the continued fraction of its complement further out (Abramowitz and Stegun, Handbook
     * of Mathematical Functions, 26.2.11 and 26.2.14).
     *
     * @param z how far, at least 0
     */
    static double beyond(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < FAR) {
            double term = z;
            double sum = z;
            for (int k = 3; Math.abs(term) > sum * 1e-17; k += 2) {
                term *= z * z / k;
                sum += term;
            }
            return Math.max(0, 1 - 2 * density * sum);
        }
        double fraction = z;
        for (int k = 200; k > 0; k--) {
            fraction = z + k / fraction;
        }
        return 2 * density / fraction;
    }
}
