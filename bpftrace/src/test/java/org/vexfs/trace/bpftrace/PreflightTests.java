package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.ModuleFunctions;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;

class PreflightTests {

    private static final String KALLSYMS = """
            ffffffffc03a9000 t __pfx_vexfs_release	[vexfs]
            ffffffffc03a9010 t vexfs_release	[vexfs]
            ffffffffc03a9040 t vexfs_open	[vexfs]
            ffffffffc03a9420 t next_word	[vexfs]
            """;
    private static final String FUNCTIONS = """
            kfree
            vexfs_release [vexfs]
            vexfs_open [vexfs]
            next_word [vexfs]
            """;
    private static final List<String> PATTERNS = List.of("vexfs_*");

    @TempDir
    Path folder;

    private int user;
    private final FakeKernelFiles kernel = new FakeKernelFiles()
            .with("/sys/kernel/btf/vmlinux", "")
            .with("/sys/kernel/security/lockdown", "[none] integrity confidentiality\n")
            .with("/proc/modules", "vexfs 86016 0 - Live 0xffffffffc03a9000 (OE)\next4 1 0 - Live 0x0\n")
            .with("/proc/kallsyms", KALLSYMS)
            .with("/proc/vmallocinfo", "0xffffffffc03a9000-0xffffffffc03be000   86016 execmem_vmalloc+0x5c/0xb0\n")
            .with("/sys/kernel/tracing/available_filter_functions", FUNCTIONS)
            .with("/sys/kernel/tracing/available_events", "kmem:kfree\ntask:task_rename\n");

    @Test
    void whereNothingIsInTheWayATargetIsFound() throws IOException {
        Preflight preflight = run("0.23.2");

        assertThat(preflight.problems()).isEmpty();
        assertThat(preflight.checks())
                .allMatch(Preflight.Check::passed)
                .extracting(Preflight.Check::name)
                .containsExactly("rights", "bpftrace", "BTF", "lockdown", "module", "symbols", "functions");
        TraceTarget target = preflight.target().orElseThrow();
        assertThat(target.version()).isEqualTo(new BpftraceVersion(0, 23, 2));
        assertThat(target.symbols().textStart()).isEqualTo(0xffffffffc03a9000L);
        assertThat(target.symbols().textEnd()).isEqualTo(0xffffffffc03be000L);
        assertThat(target.functions()).isEqualTo(PATTERNS);
        assertThat(target.tracepoints()).isEqualTo(Set.of("kmem:kfree", "task:task_rename"));
        assertThat(target.rawTracepoints()).isEqualTo(Set.of("kfree"));
    }

    @Test
    void noFileIsReadTwice() throws IOException {
        run("0.23.2");

        assertThat(kernel.read())
                .contains("/proc/kallsyms", "/sys/kernel/tracing/available_filter_functions")
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingInTheWayIsReportedAtOnceWithItsRemedy() {
        user = 1000;
        kernel.without("/sys/kernel/btf/vmlinux")
                .with("/sys/kernel/security/lockdown", "none integrity [confidentiality]\n")
                .with("/proc/modules", "ext4 1 0 - Live 0x0\n");
        String missing = folder.resolve("bpftrace").toString();
        Preflight preflight =
                Preflight.run(new BpftraceCommand(List.of(missing)), kernel, user, "vexfs", PATTERNS, true);

        assertThat(preflight.target()).isEmpty();
        assertThat(preflight.problems().lines()).hasSize(5);
        assertThat(preflight.problems())
                .contains("rights: this process belongs to '" + System.getProperty("user.name")
                        + "', and bpftrace needs root. Remedy: run as root, or")
                .contains("bpftrace: Cannot run program \"" + missing + "\"")
                .contains("Remedy: install bpftrace 0.20.2 or later, or name it with -Dvexfs.trace.bpftrace=COMMAND.")
                .contains("BTF: /sys/kernel/btf/vmlinux is missing. Remedy: boot a kernel built with")
                .contains("lockdown: the kernel is locked down for confidentiality")
                .contains("Remedy: boot without lockdown=confidentiality.")
                .contains("module: 'vexfs' is not loaded. Remedy: load it (insmod, modprobe) before the tests, or name"
                        + " another with -Dvexfs.trace.module=NAME; for tests that load it themselves set"
                        + " -Dvexfs.trace.module_check=false.");
    }

    @Test
    void aBpftraceTooOldIsReportedBesideAModuleWithoutMatchingFunctions() throws IOException {
        Preflight preflight = Preflight.run(fake("0.17.0"), kernel, user, "vexfs", List.of("btrfs_*", "ext4_*"), true);

        assertThat(preflight.target()).isEmpty();
        assertThat(preflight.problems().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("is version 0.17.0, too old. Remedy: install bpftrace 0.20.2 or later"))
                .anyMatch(line -> line.contains("functions: no traceable function of vexfs matches btrfs_*, ext4_*."
                        + " Remedy: set 'functions' to patterns of its functions, such as next_word, vexfs_open,"
                        + " vexfs_release."));
    }

    @Test
    void theMinimumVersionPasses() throws IOException {
        assertThat(run("0.20.2").target()).isPresent();
        assertThat(run("0.20.1").target()).isEmpty();
    }

    @Test
    void addressesThatTheKernelHidesAreReported() throws IOException {
        kernel.with("/proc/kallsyms", KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"));

        assertThat(run("0.23.2").problems())
                .startsWith("  - symbols: the kernel hides its addresses")
                .endsWith("Remedy: run as root, with kernel.kptr_restrict at 0 or 1.");
    }

    @Test
    void theFunctionsAreKnownByNameWhereTheirAddressesAreHiddenAndNobodySaysWhichCanBeTraced() throws IOException {
        kernel.with("/proc/kallsyms", KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"))
                .without("/sys/kernel/tracing/available_filter_functions");
        Preflight preflight = run("0.23.2");

        assertThat(preflight.target()).isEmpty();
        ModuleFunctions functions = preflight.functions().orElseThrow();
        assertThat(functions.all()).containsExactly("next_word", "vexfs_open", "vexfs_release");
        assertThat(functions.selected()).containsExactly("vexfs_open", "vexfs_release");
        assertThat(functions.listed()).isFalse();
    }

    @Test
    void theFunctionsOfAModuleThatIsNotLoadedAreNotKnown() throws IOException {
        kernel.with("/proc/modules", "");

        assertThat(run("0.23.2").functions()).isEmpty();
    }

    @Test
    void aModuleWithoutSymbolsIsReported() throws IOException {
        kernel.with("/proc/kallsyms", "ffffffff81345670 T kfree\n");

        assertThat(run("0.23.2").problems()).contains("symbols: /proc/kallsyms has no function of vexfs");
    }

    @Test
    void aModuleWhoseNameOnlyBeginsAlikeIsNotLoaded() throws IOException {
        kernel.with("/proc/modules", "vexfs_v2 86016 0 - Live 0xffffffffc03a9000\n");

        assertThat(run("0.23.2").problems()).contains("module: 'vexfs' is not loaded");
    }

    @Test
    void aKernelWithoutModulesIsReported() throws IOException {
        kernel.without("/proc/modules");

        assertThat(run("0.23.2").problems()).contains("module: this kernel lists no modules (/proc/modules)");
    }

    @Test
    void aKernelWithoutLockdownIsFine() throws IOException {
        kernel.without("/sys/kernel/security/lockdown");

        assertThat(run("0.23.2").target()).isPresent();
    }

    @Test
    void whoUsesSudoNeedNotBeRoot() throws IOException {
        user = 1000;
        Path sudo = FakeExecutable.in(folder, "sudo", "echo bpftrace v0.23.2");

        assertThat(Preflight.run(
                                new BpftraceCommand(List.of(sudo.toString(), "-n", "bpftrace")),
                                kernel,
                                user,
                                "vexfs",
                                PATTERNS,
                                true)
                        .problems())
                .isEmpty();
    }

    @Test
    void patternsThatMatchOthersFunctionsTooAreNarrowedToTheModulesOwn() throws IOException {
        kernel.with("/sys/kernel/tracing/available_filter_functions", FUNCTIONS + "next_word [ext4]\nnext_line\n");

        assertThat(Preflight.run(fake("0.23.2"), kernel, user, "vexfs", List.of("vexfs_o*", "next_*"), true)
                        .target()
                        .orElseThrow()
                        .functions())
                .containsExactlyInAnyOrder("vexfs_open", "next_word");
    }

    @Test
    void patternsThatMatchAnotherModulesFunctionsTooGiveWayToLongerOnes() throws IOException {
        kernel.with(
                "/sys/kernel/tracing/available_filter_functions",
                "vexfs_open [vexfs]\nvexfs_hnsw_insert [vexfs]\nvexfs_hnsw_clear [vexfs]\n"
                        + "vexfs_helper_free [vexfs_helper]\n");

        assertThat(run("0.23.2").target().orElseThrow().functions()).containsExactly("vexfs_hnsw_*", "vexfs_open");
    }

    @Test
    void withoutAListOfTraceableFunctionsTheSymbolsDo() throws IOException {
        kernel.without("/sys/kernel/tracing/available_filter_functions");

        assertThat(run("0.23.2").target()).isPresent();
    }

    @Test
    void withoutAListOfEventsBpftraceIsAsked() throws IOException {
        kernel.without("/sys/kernel/tracing/available_events");

        assertThat(run("0.23.2").target().orElseThrow().tracepoints()).containsExactly("kmem:kmalloc");
    }

    @Test
    void aModulesNameIsFoundAsTheKernelShowsIt() throws IOException {
        kernel.with("/proc/modules", "a_b 1 0 - Live 0x0\n")
                .with("/proc/kallsyms", "ffffffffc03a9040 t ab_open\t[a_b]\n")
                .with("/sys/kernel/tracing/available_filter_functions", "ab_open [a_b]\n");

        assertThat(Preflight.run(fake("0.23.2"), kernel, user, "a-b", List.of("ab_*"), true)
                        .target())
                .isPresent();
    }

    @Test
    void aNameThatNoModuleCanHaveIsRefused() throws IOException {
        BpftraceCommand command = fake("0.23.2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preflight.run(command, kernel, user, "vexfs\" $(x)", PATTERNS, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preflight.run(command, kernel, user, "vexfs", List.of("vexfs_* {}"), true));
    }

    @Test
    void aModuleThatTheTestsLoadThemselvesNeedNotBeLoaded() throws IOException {
        kernel.with("/proc/modules", "ext4 1 0 - Live 0x0\n");
        Preflight preflight = Preflight.run(fake("0.23.2"), kernel, user, "vexfs", PATTERNS, false);

        assertThat(preflight.checks()).contains(new Preflight.Check("module", true, "vexfs is not loaded yet", ""));
        TraceTarget target = preflight.target().orElseThrow();
        assertThat(target.symbols()).isEqualTo(ModuleSymbols.notLoaded("vexfs"));
        assertThat(target.functions()).isEmpty();
    }

    @Test
    void aModuleThatIsLoadedIsLookedAtThoughItNeedNotBe() throws IOException {
        Preflight preflight = Preflight.run(fake("0.23.2"), kernel, user, "vexfs", PATTERNS, false);

        assertThat(preflight.checks()).isEqualTo(run("0.23.2").checks());
        assertThat(preflight.target().orElseThrow().functions()).isEqualTo(PATTERNS);
    }

    @Test
    void aMapOfSymbolsOfOnesOwnIsReadInsteadOfTheKernels() throws IOException {
        Path map = Files.writeString(folder.resolve("System.map"), "ffffffff81345670 T kfree\n");
        BpftraceCommand command = fake("0.23.2");

        assertThat(command.withSymbolMap(map.toString()).kernelFiles().read("/proc/kallsyms"))
                .isEqualTo("ffffffff81345670 T kfree\n");
        assertThat(command.kernelFiles().read("/proc/kallsyms")).doesNotStartWith("ffffffff81345670 T kfree\n");
    }

    @Test
    void aMapThatHasTheModuleElsewhereThanItIsStartsNoTrace() throws IOException {
        kernel.with("/sys/module/vexfs/sections/.text", "0xffffffffc0ffe000\n");
        BpftraceCommand copied = fake("0.23.2").withSymbolMap("/boot/symbols");
        Preflight preflight = Preflight.run(copied, kernel, user, "vexfs", PATTERNS, true);

        assertThat(preflight.target()).isEmpty();
        assertThat(preflight.problems())
                .contains("the map of symbols has vexfs at 0x")
                .contains("and it is at 0xffffffffc0ffe000. Remedy: copy the map anew, or set"
                        + " advanced.symbols.symbol_map_path to /proc/kallsyms");
    }

    @Test
    void ofTheKernelsOwnFunctionsThoseAreProbedThatCanBe() throws IOException {
        kernel.with(
                "/sys/kernel/tracing/available_filter_functions",
                FUNCTIONS + "vfree\nkrealloc_noprof [other]\nfree_module\n");

        assertThat(run("0.23.2").target().orElseThrow().traceable()).containsExactlyInAnyOrder("vfree", "free_module");
    }

    @Test
    void theKernelsOwnFunctionsAreKnownByTheirAddress() throws IOException {
        kernel.with("/proc/kallsyms", "ffffffff81345670 T kfree\nffffffff83000000 B _end\n" + KALLSYMS);

        assertThat(run("0.23.2").target().orElseThrow().kernel().locate(0xffffffff81345680L))
                .hasToString("Optional[kfree+0x10]");
    }

    private Preflight run(String version) throws IOException {
        return Preflight.run(fake(version), kernel, user, "vexfs", PATTERNS, true);
    }

    private BpftraceCommand fake(String version) throws IOException {
        return new BpftraceCommand(List.of(FakeExecutable.in(
                        folder,
                        "bpftrace",
                        "case \"$*\" in --version) echo bpftrace v" + version
                                + ";; '-l tracepoint:*') echo tracepoint:kmem:kmalloc;; *) echo rawtracepoint:kfree;; esac")
                .toString()));
    }
}
