package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.IndexUse;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.Repeats;

/** Says what indexes and caches looked like. */
final class IndexText {

    private IndexText() {}

    /**
     * Gives a line for each thing that is known.
     *
     * @param partly whether calls were added up in the kernel, of which nobody knows what they were given
     */
    static Stream<String> lines(IndexUse indexes, boolean partly) {
        Stream.Builder<String> lines = Stream.builder();
        indexes.graph().ifPresent(graph -> lines.add("HNSW graph: " + graph(graph)));
        if (indexes.hops().count() > 0) {
            lines.add("HNSW hops: " + amounts(indexes.hops()) + " in "
                    + count(indexes.hops().count(), "search").replace("searchs", "searches"));
        }
        if (indexes.buckets().total() > 0) {
            lines.add("LSH buckets: " + buckets(indexes.buckets()) + "; vectors found there: "
                    + amounts(indexes.found()));
        }
        if (indexes.hashes().total() > 0) {
            Repeats hashes = indexes.hashes();
            lines.add("LSH collisions: " + number(hashes.again()) + " of "
                    + count(hashes.total(), "hash").replace("hashs", "hashes") + " had been given before, "
                    + Quantity.percent(hashes.againShare()) + untold(hashes));
        }
        if (indexes.misses().total() > 0) {
            lines.add("cache misses: " + misses(indexes.misses()));
        }
        return lines.build().map(line -> partly ? line + ", of what was told one by one" : line);
    }

    /** Gives the figures by name. Rates are percent; what happens in a second, in a second of the window. */
    static Map<String, Double> figures(OperationProfile profile) {
        IndexUse indexes = profile.indexes();
        Map<String, Double> figures = new TreeMap<>();
        indexes.graph().ifPresent(graph -> figures.put("hnsw_graph_nodes", (double) graph.nodes()));
        if (indexes.hops().count() > 0) {
            figures.put("hnsw_search_hops_p50", (double)
                    indexes.hops().percentile(50).low());
            figures.put("hnsw_search_hops_max", (double) indexes.hops().max().low());
        }
        if (indexes.buckets().total() > 0) {
            figures.put("lsh_buckets", (double) indexes.buckets().different());
            figures.put("lsh_bucket_vectors_p50", (double)
                    indexes.found().percentile(50).low());
            figures.put("lsh_bucket_vectors_max", (double) indexes.found().max().low());
        }
        if (indexes.hashes().total() > 0) {
            figures.put("lsh_collision_rate", indexes.hashes().againShare());
        }
        if (indexes.misses().total() > 0) {
            figures.put("cache_keys_missed", (double) indexes.misses().different());
            figures.put("cache_keys_missed_again", (double) indexes.misses().again());
        }
        OperationSummary.vectorOperations(profile)
                .forEach((category, perSecond) -> figures.put(category.key() + "_per_second", perSecond));
        return figures;
    }

    private static String graph(IndexUse.Graph graph) {
        return count(graph.nodes(), "node") + ": " + number(graph.built()) + " when it was built"
                + (graph.inserted() == 0 ? "" : ", " + number(graph.inserted()) + " inserted since")
                + (graph.removed() == 0 ? "" : ", " + number(graph.removed()) + " removed since");
    }

    private static String buckets(Repeats buckets) {
        return number(buckets.different()) + " looked into " + count(buckets.total(), "time") + ", the most often "
                + place(buckets.most()) + ", " + count(buckets.mostTimes(), "time") + untold(buckets);
    }

    private static String misses(Repeats misses) {
        return number(misses.total()) + " for " + count(misses.different(), "key") + ", " + number(misses.again())
                + " of them for one that was missed before; the most often " + place(misses.most()) + ", "
                + count(misses.mostTimes(), "time") + untold(misses);
    }

    private static String place(List<Long> parts) {
        return parts.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }

    private static String untold(Repeats repeats) {
        return repeats.untold() == 0 ? "" : ", and " + number(repeats.untold()) + " that were too many to tell apart";
    }

    private static String amounts(Distribution amounts) {
        return "p50 " + number(amounts.percentile(50).low()) + ", p95 "
                + number(amounts.percentile(95).low()) + ", max "
                + number(amounts.max().low());
    }
}
