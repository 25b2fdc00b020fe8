package org.vexfs.trace.analysis;

/**
 * Which values of a sorted sample enclose a quantile of what it was taken from, whatever its distribution.
 *
 * <p>The number of values not above the quantile {@code q} is binomial with {@code n} and {@code q}. So the {@code r}th
 * smallest value is above the quantile with probability {@code P(B <= r - 1)}, and the {@code s}th is below it with
 * {@code 1 - P(B <= s - 1)}; each is kept at no more than half of what the level leaves. Where the distribution has
 * steps, the interval holds at least as often.
 *
 * @param lower {@code r}, counted from 1; 0 where even the smallest value does not do
 * @param upper {@code s}, counted from 1; more than the sample has where even the largest value does not do
 * @see <a href="https://www.wiley.com/en-us/Practical+Nonparametric+Statistics%2C+3rd+Edition-p-9780471160687">Conover,
 *     Practical Nonparametric Statistics, 3rd edition, section 3.2</a>
 */
record OrderStatistics(long lower, long upper) {

    /** A probability below this share of the largest one adds nothing to a sum of doubles. */
    private static final double NEGLIGIBLE = 1e-20;

    /**
     * Finds them.
     *
     * @param n the size of the sample, at least 1
     * @param q which quantile, above 0 and below 1
     * @param level how often the interval holds the quantile at least, above 0 and below 1
     */
    static OrderStatistics around(long n, double q, double level) {
        double tail = (1 - level) / 2;
        double odds = q / (1 - q);
        long mode = Math.min(n, (long) Math.floor((n + 1) * q));

        // Probabilities as shares of the mode's, which neither overflow nor vanish however large the sample is.
        double total = 1;
        long least = mode;
        double leastShare = 1;
        while (least > 0 && leastShare > NEGLIGIBLE) {
            leastShare *= least / ((n - least + 1) * odds);
            least--;
            total += leastShare;
        }
        double share = 1;
        for (long k = mode; k < n && share > NEGLIGIBLE; k++) {
            share *= (n - k) * odds / (k + 1);
            total += share;
        }

        long lower = 0;
        double below = 0;
        share = leastShare;
        long k = least;
        while (true) {
            below += share / total;
            if (below <= tail) {
                lower = k + 1;
            }
            if (below >= 1 - tail || k == n) {
                return new OrderStatistics(lower, below >= 1 - tail ? k + 1 : n + 1);
            }
            share *= (n - k) * odds / (k + 1);
            k++;
        }
    }
}
