package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;

class AttachedTests {

    @Test
    void whatIsTracedIsToldAndOfTheShippedPatternsThoseThatMatchNothingOfThisModule() {
        Attached attached = attached(Set.of("vexfs_read", "vexfs_write"), Map.of("scripts", "performance"));

        assertThat(attached.text())
                .startsWith("2 functions of module vexfs are traced, which match vexfs_*; of the shipped configuration,"
                        + " these patterns match none of its functions:\n")
                .contains("\n  operations.categories.cache_lookup: vexfs_cache_get*, vexfs_cache_lookup*\n")
                .contains("\n  operations.categories.read: vexfs_read_iter*, vexfs_file_read*, vexfs_read_folio*\n");
        assertThat(attached.warning()).isEmpty();
    }

    @Test
    void aPatternOfTheUsersOwnThatMatchesNothingIsAWarningWithWhatToDo() {
        Attached attached = attached(
                Set.of("vexfs_read", "vexfs_write"),
                Map.of(
                        "scripts", "performance",
                        "operations.categories.read", "vexfs_raed",
                        "operations.categories.lock", "other_*"));

        assertThat(attached.warning()).contains("""
                patterns that are configured match no function of module vexfs that is traced, and so have no effect:
                  operations.categories.lock: 'other_*' matches other_lock only, which 'functions' leaves out or the kernel \
                cannot trace. Remedy: add it to 'functions', or remove it
                  operations.categories.read: 'vexfs_raed' matches nothing. Remedy: correct it, or remove it; the nearest \
                functions are vexfs_read, vexfs_write""");
    }

    @Test
    void ofAModuleThatIsNotLoadedYetNoPatternIsSaidToMatchNothing() {
        Attached attached =
                attached(Set.of(), Map.of("scripts", "performance", "operations.categories.read", "vexfs_raed"));

        assertThat(attached.text()).isEqualTo("module vexfs is traced, which is not loaded yet");
        assertThat(attached.warning()).isEmpty();
    }

    private static Attached attached(Set<String> traced, Map<String, String> settings) {
        TraceConfig config = ConfigLoader.load(new Properties(), Path.of(""), settings);
        TreeMap<Long, String> functions = new TreeMap<>(Map.of(1L, "other_lock"));
        traced.forEach(function -> functions.put(functions.lastKey() + 1, function));
        return Attached.of(
                config,
                new TraceTarget(
                        new ModuleSymbols("vexfs", 1, 100, functions),
                        List.of("vexfs_*"),
                        traced,
                        new BpftraceVersion(0, 23, 2),
                        Set.of(),
                        Set.of(),
                        false,
                        Set.of(),
                        KernelSymbols.NONE));
    }
}
