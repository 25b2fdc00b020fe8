package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jars on a module path. */
class ModuleNameBuildTests {

    @ParameterizedTest
    @CsvSource({
        "vexfs-trace-bpftrace, org.vexfs.trace.bpftrace",
        "vexfs-trace-junit, org.vexfs.trace.junit",
        "vexfs-trace-maven-plugin, org.vexfs.trace.maven"
    })
    void isTheOneInTheManifestWhateverTheFileIsCalled(String artifact, String name) {
        assertThat(module(artifact).name()).isEqualTo(name);
    }

    @Test
    void noPackageIsInTwoJars() {
        Map<String, Long> jars =
                Set.of("vexfs-trace-bpftrace", "vexfs-trace-junit", "vexfs-trace-maven-plugin").stream()
                        .flatMap(artifact -> module(artifact).packages().stream())
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

        assertThat(jars).containsKeys("org.vexfs.trace.analysis", "org.vexfs.trace.junit", "org.vexfs.trace.maven");
        assertThat(jars.values()).containsOnly(1L);
    }

    private static ModuleDescriptor module(String artifact) {
        Set<ModuleReference> modules =
                ModuleFinder.of(ArtifactsUnderTest.jar(artifact)).findAll();
        assertThat(modules).hasSize(1);
        return modules.iterator().next().descriptor();
    }
}
