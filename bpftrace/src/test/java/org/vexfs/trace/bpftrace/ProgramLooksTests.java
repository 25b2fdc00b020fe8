package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Missed;

class ProgramLooksTests {

    private static final List<String> PROBES_6_12 = List.of(
            "BEGIN",
            "tracepoint:task:task_rename",
            "rawtracepoint:kmalloc",
            "rawtracepoint:kmalloc",
            "rawtracepoint:kmem_cache_alloc",
            "rawtracepoint:kmem_cache_alloc",
            "rawtracepoint:kfree",
            "rawtracepoint:kfree",
            "rawtracepoint:kmem_cache_free",
            "rawtracepoint:kmem_cache_free",
            "kprobe:kvfree_call_rcu",
            "tracepoint:percpu:percpu_alloc_percpu",
            "rawtracepoint:mm_page_free",
            "kprobe:vexfs_*",
            "kretprobe:vexfs_*",
            "interval:ms:200",
            "END");

    // bpftrace 0.23.2 on 6.12, in the order of the descriptors
    private static final List<Integer> TYPES_6_12 =
            List.of(17, 5, 17, 17, 17, 17, 17, 17, 17, 17, 2, 5, 17, 2, 2, 7, 17);

    // bpftrace 0.27 on 7.2, which cannot attach to the raw kmalloc
    private static final List<String> PROBES_7_2 = Stream.concat(
                    Stream.of("BEGIN", "tracepoint:task:task_rename", "tracepoint:kmem:kmalloc"),
                    PROBES_6_12.stream().skip(4))
            .toList();
    private static final List<Integer> TYPES_7_2 = List.of(17, 5, 5, 26, 26, 26, 26, 26, 26, 2, 5, 26, 2, 2, 7, 17);

    private static final int FIRST_KMALLOC = 2;
    private static final int SECOND_KMALLOC = 3;
    private static final int FIRST_CACHE_ALLOC = 4;
    private static final int SECOND_CACHE_ALLOC = 5;

    @Test
    void whatNothingWasSkippedForMissedNothing() {
        assertThat(missed(programs(TYPES_6_12, Map.of()), PROBES_6_12)).isEqualTo(Missed.NONE);
        assertThat(missed(programs(TYPES_7_2, Map.of()), PROBES_7_2)).isEqualTo(Missed.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void whatOneLookWasSkippedForTheOtherSaw(int program) {
        assertThat(missed(programs(TYPES_6_12, Map.of(program, 9L)), PROBES_6_12))
                .isEqualTo(Missed.NONE);
    }

    @Test
    void ofAllocationsNoMoreAreLostThanTheLookThatWasSkippedLessOften() {
        assertThat(missed(programs(TYPES_6_12, Map.of(FIRST_KMALLOC, 9L, SECOND_KMALLOC, 3L)), PROBES_6_12))
                .isEqualTo(new Missed(3, 0));
        assertThat(missed(programs(TYPES_6_12, Map.of(FIRST_KMALLOC, 2L, SECOND_KMALLOC, 3L)), PROBES_6_12))
                .isEqualTo(new Missed(2, 0));
    }

    @Test
    void bothKindsOfAllocationAreAdded() {
        assertThat(missed(
                        programs(
                                TYPES_6_12,
                                Map.of(
                                        FIRST_KMALLOC,
                                        3L,
                                        SECOND_KMALLOC,
                                        3L,
                                        FIRST_CACHE_ALLOC,
                                        4L,
                                        SECOND_CACHE_ALLOC,
                                        4L)),
                        PROBES_6_12))
                .isEqualTo(new Missed(7, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 9", // kmalloc has no second look here
        "3, 0", // kmem_cache_alloc, first look
        "4, 0", // kmem_cache_alloc, second look
        "5, 0", // kfree
        "6, 0", "7, 0", "8, 0",
    })
    void anAllocationWithoutASecondLookCountsByItsOnlyOne(int program, long allocations) {
        assertThat(missed(programs(TYPES_7_2, Map.of(program, 9L)), PROBES_7_2)).isEqualTo(new Missed(allocations, 0));
    }

    @Test
    void whereATracepointLooksFirstAllThatItMissesOfAllocationsIsTold() {
        List<String> probes = List.of(
                "BEGIN",
                "tracepoint:kmem:kmalloc",
                "rawtracepoint:kmalloc",
                "tracepoint:kmem:kfree",
                "rawtracepoint:kfree",
                "END");

        assertThat(missed(programs(List.of(17, 5, 26, 5, 26, 17), Map.of(1, 9L, 2, 1L, 3, 7L, 4, 2L)), probes))
                .isEqualTo(new Missed(9, 0));
    }

    @Test
    void withoutSecondLooksEveryFirstOneCounts() {
        List<String> probes = List.of(
                "BEGIN",
                "tracepoint:task:task_rename",
                "tracepoint:kmem:kmalloc_node",
                "tracepoint:kmem:kmalloc",
                "tracepoint:kmem:kmem_cache_alloc_node",
                "tracepoint:kmem:kmem_cache_alloc",
                "tracepoint:kmem:kfree",
                "tracepoint:kmem:kmem_cache_free",
                "kprobe:kvfree_call_rcu",
                "interval:ms:200",
                "END");
        List<Integer> types = List.of(17, 5, 5, 5, 5, 5, 5, 5, 2, 7, 17);

        assertThat(missed(programs(types, Map.of(1, 100L, 2, 1L, 3, 2L, 4, 4L, 5, 8L, 6, 10L, 7, 20L)), probes))
                .isEqualTo(new Missed(15, 30));
    }

    @Test
    void tracepointsOfOtherScriptsInTheSameProgramTellOfNoAllocation() {
        List<String> probes = new ArrayList<>(PROBES_6_12);
        probes.add(probes.size() - 2, "tracepoint:lock:contention_begin");
        List<Integer> types = new ArrayList<>(TYPES_6_12);
        int contention = probes.indexOf("tracepoint:lock:contention_begin");
        types.add(contention, 5);

        assertThat(missed(programs(types, Map.of(contention, 9L)), probes)).isEqualTo(Missed.NONE);
        assertThat(missed(programs(types, Map.of(probes.indexOf("tracepoint:percpu:percpu_alloc_percpu"), 2L)), probes))
                .isEqualTo(new Missed(2, 0));
    }

    @Test
    void onlyProgramsThatCountAreToBeRead() {
        List<String> read = ProgramLooks.of(programs(TYPES_6_12, Map.of()).loaded(), PROBES_6_12).programs().stream()
                .map(PROBES_6_12::get)
                .toList();

        assertThat(read)
                .containsExactly(
                        "rawtracepoint:kmalloc",
                        "rawtracepoint:kmalloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "kprobe:kvfree_call_rcu",
                        "tracepoint:percpu:percpu_alloc_percpu",
                        "kprobe:vexfs_*",
                        "kretprobe:vexfs_*");
    }

    @Test
    void severalFunctionsMayHaveAProgramEach() {
        List<Integer> types = new ArrayList<>(TYPES_6_12);
        types.addAll(10, List.of(2, 2, 2));

        assertThat(missed(programs(types, Map.of(FIRST_KMALLOC, 9L, SECOND_KMALLOC, 1L)), PROBES_6_12))
                .isEqualTo(new Missed(1, 0));
    }

    @Test
    void severalFunctionsMayShareOneProgram() {
        List<String> probes = new ArrayList<>(PROBES_6_12);
        probes.addAll(11, List.of("kprobe:next_word", "kprobe:meet"));

        assertThat(missed(programs(TYPES_6_12, Map.of(FIRST_KMALLOC, 9L, SECOND_KMALLOC, 1L)), probes))
                .isEqualTo(new Missed(1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 9", // kfree_rcu
        "11, 9, 0", // a percpu allocation
        "12, 0, 0", // pages are freed by no interrupt
        "13, 0, 9", // a function of the module, which cannot be told from kfree_rcu here
        "14, 0, 9", // its return
        "15, 0, 0", // the interval
        "16, 0, 0", // END
    })
    void afterTheFirstKprobeASkippedRunOfAKprobeMayBeAFree(int program, long allocations, long frees) {
        assertThat(missed(programs(TYPES_6_12, Map.of(program, 9L)), PROBES_6_12))
                .isEqualTo(new Missed(allocations, frees));
    }

    @Test
    void whereTheKernelTellsWhatAProgramIsAttachedToOnlyThoseOfFreesCount() {
        Programs programs = programs(TYPES_6_12, Map.of(10, 2L, 13, 9L, 14, 9L));
        List<LoadedProgram> attached = new ArrayList<>(programs.loaded());
        attached.set(10, new LoadedProgram(2, Set.of("kvfree_call_rcu")));
        attached.set(13, new LoadedProgram(2, Set.of("vexfs_open", "vexfs_release")));
        attached.set(14, new LoadedProgram(2, Set.of("*")));

        assertThat(missed(new Programs(attached, programs.skipped()), PROBES_6_12))
                .isEqualTo(new Missed(0, 2));
    }

    @Test
    void afterTheFirstKprobeNobodyAsksHowManyProgramsThereAre() {
        List<Integer> more = new ArrayList<>(TYPES_6_12);
        more.add(17);
        List<Integer> fewer = TYPES_6_12.subList(0, 12);

        assertThat(missed(programs(more, Map.of(1, 2L)), PROBES_6_12)).isEqualTo(Missed.NONE);
        assertThat(missed(programs(fewer, Map.of(1, 2L)), PROBES_6_12)).isEqualTo(Missed.NONE);
    }

    @Test
    void ifThereAreFewerProgramsThanProbesBeforeTheFirstKprobeEverythingCounts() {
        assertThat(missed(programs(TYPES_6_12.subList(0, 9), Map.of(1, 2L, 6, 3L)), PROBES_6_12))
                .isEqualTo(new Missed(5, 5));
    }

    @Test
    void ifAProgramIsOfAnotherKindThanItsProbeEverythingCounts() {
        List<Integer> types = new ArrayList<>(TYPES_6_12);
        types.set(SECOND_KMALLOC, 5);

        assertThat(missed(programs(types, Map.of(6, 3L)), PROBES_6_12)).isEqualTo(new Missed(3, 3));
    }

    /**
     * Programs of which some had runs skipped.
     *
     * @param loaded the programs, in order
     * @param skipped how many, by place; 0 for others
     */
    private record Programs(List<LoadedProgram> loaded, Map<Integer, Long> skipped) {}

    private static Programs programs(List<Integer> types, Map<Integer, Long> skipped) {
        return new Programs(
                types.stream().map(type -> new LoadedProgram(type, Set.of())).toList(), skipped);
    }

    private static Missed missed(Programs programs, List<String> probes) {
        return ProgramLooks.of(programs.loaded(), probes)
                .missed(place -> programs.skipped().getOrDefault(place, 0L));
    }
}
