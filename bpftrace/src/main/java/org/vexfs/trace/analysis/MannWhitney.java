package org.vexfs.trace.analysis;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether one of two samples tends to be smaller than the other, whatever their distributions: the Mann-Whitney U test,
 * two-sided, by the normal approximation with correction for ties and for continuity. Values of one bucket are ties.
 *
 * @param u in how many pairs of a first and a second value the first is the smaller one; a tie counts as half
 * @param probability the share of those pairs, which estimates how likely a first value is smaller than a second one
 * @param pValue how likely a {@code u} at least as far from the middle is where the two do not differ
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney, On a test of whether one of two random
 *     variables is stochastically larger than the other, 1947; the correction for ties as in Conover, Practical
 *     Nonparametric Statistics, 3rd edition, section 5.1</a>
 */
record MannWhitney(double u, double probability, double pValue) {

    static MannWhitney of(Distribution first, Distribution second) {
        double n = first.count();
        double m = second.count();
        TreeMap<Long, long[]> values = new TreeMap<>();
        count(first, 0, values);
        count(second, 1, values);

        double u = 0;
        double ties = 0;
        double larger = m;
        for (Map.Entry<Long, long[]> value : values.entrySet()) {
            double ofFirst = value.getValue()[0];
            double ofSecond = value.getValue()[1];
            larger -= ofSecond;
            u += ofFirst * (larger + ofSecond / 2);
            double tied = ofFirst + ofSecond;
            ties += tied * (tied * tied - 1);
        }

        double all = n + m;
        double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
        double distance = Math.max(0, Math.abs(u - n * m / 2) - 0.5);
        double pValue = variance <= 0 ? 1 : NormalDistribution.beyond(distance / Math.sqrt(variance));
        return new MannWhitney(u, u / (n * m), pValue);
    }

    private static void count(Distribution distribution, int sample, Map<Long, long[]> values) {
        Cells cells = distribution.cells();
        for (int cell = 0; cell < cells.size(); cell++) {
            values.computeIfAbsent(cells.middleOf(cell), value -> new long[2])[sample] += cells.countOf(cell);
        }
    }
}
