package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleSymbolsTests {

    // as /proc/kallsyms of a 6.12 shows them: the core kernel without an owner, then the modules
    private static final String KALLSYMS = """
            0000000000000000 A fixed_percpu_data
            ffffffff81000000 T _text
            ffffffff81345670 T kfree
            ffffffffc03a9000 t __pfx_vexfs_release	[vexfs]
            ffffffffc03a9010 t vexfs_release	[vexfs]
            ffffffffc03a9030 t __pfx_vexfs_open	[vexfs]
            ffffffffc03a9040 t vexfs_open	[vexfs]
            ffffffffc03ab4d0 t descend.isra.0	[vexfs]
            ffffffffc03adcc0 T cleanup_module	[vexfs]
            ffffffffc03adcc0 t vexfs_exit	[vexfs]
            ffffffffc03add10 W vexfs_fault_panic	[vexfs]
            ffffffffc03b2000 d vexfs_fops	[vexfs]
            ffffffffc03b3000 r __func__.0	[vexfs]
            ffffffffc03b4280 b store	[vexfs]
            ffffffffc0301000 t virtio_net_open	[virtio_net]
            """;

    private static final String VMALLOCINFO = """
            0xffffc90000000000-0xffffc90000005000   20480 dup_task_struct+0x5b/0x1b0 pages=4 vmalloc N0=4
            0xffffffffc0301000-0xffffffffc0310000   61440 execmem_vmalloc+0x5c/0xb0 pages=14 vmalloc N0=14
            0xffffffffc03a9000-0xffffffffc03be000   86016 execmem_vmalloc+0x5c/0xb0 pages=20 vmalloc N0=20
            0xffffffffc03be000-0xffffffffc03c4000   24576 execmem_vmalloc+0x5c/0xb0 pages=5 vmalloc N0=5
            """;

    @Test
    void theCodeReachesFromItsFirstFunctionToTheEndOfItsArea() throws Exception {
        ModuleSymbols symbols = find(KALLSYMS, VMALLOCINFO).orElseThrow();

        assertThat(symbols.module()).isEqualTo("vexfs");
        assertThat(symbols.textStart()).isEqualTo(0xffffffffc03a9000L);
        assertThat(symbols.textEnd()).isEqualTo(0xffffffffc03be000L);
    }

    @Test
    void functionsAreWhatIsCodeAndNoPaddingBeforeIt() throws Exception {
        assertThat(find(KALLSYMS, VMALLOCINFO).orElseThrow().functions())
                .containsOnly(
                        entry(0xffffffffc03a9010L, "vexfs_release"),
                        entry(0xffffffffc03a9040L, "vexfs_open"),
                        entry(0xffffffffc03ab4d0L, "descend.isra.0"),
                        entry(0xffffffffc03adcc0L, "cleanup_module"),
                        entry(0xffffffffc03add10L, "vexfs_fault_panic"));
    }

    @Test
    void withoutAreasTheCodeEndsPagesBehindTheLastFunction() throws Exception {
        assertThat(find(KALLSYMS, "").orElseThrow().textEnd()).isEqualTo(0xffffffffc03be000L);
    }

    @Test
    void aForeignModuleRightBehindBoundsTheCode() throws Exception {
        String neighbour = KALLSYMS + "ffffffffc03af020 t ext4_open\t[ext4]\nffffffffc03b1000 t ext4_read\t[ext4]\n";

        assertThat(find(neighbour, "").orElseThrow().textEnd()).isEqualTo(0xffffffffc03af000L);
        assertThat(find(neighbour, VMALLOCINFO).orElseThrow().textEnd()).isEqualTo(0xffffffffc03af000L);
    }

    @Test
    void aForeignModuleInTheSamePageDoesNotCutTheLastFunctionOff() throws Exception {
        ModuleSymbols symbols =
                find(KALLSYMS + "ffffffffc03adf00 t ext4_open\t[ext4]\n", "").orElseThrow();

        assertThat(symbols.contains(0xffffffffc03add10L)).isTrue();
        assertThat(symbols.contains(0xffffffffc03adf00L)).isFalse();
    }

    @Test
    void aModuleOfASimilarNameIsAnother() throws Exception {
        String similar = """
                ffffffffc0100000 t vexfs_v2_open	[vexfs_v2]
                ffffffffc0200000 t xvexfs_open	[xvexfs]
                """;

        assertThat(find(similar, "")).isEmpty();
    }

    @Test
    void aModuleThatIsNotLoadedHasNoSymbols() throws Exception {
        assertThat(ModuleSymbols.find("btrfs", KALLSYMS, VMALLOCINFO)).isEmpty();
        assertThat(find("", "")).isEmpty();
    }

    @Test
    void aModuleWithDataAloneHasNoCode() throws Exception {
        assertThat(find("ffffffffc03b2000 d vexfs_fops\t[vexfs]\n", "")).isEmpty();
    }

    @Test
    void addressesThatTheKernelHidesAreReported() {
        assertThatExceptionOfType(ModuleSymbols.AddressesHiddenException.class)
                .isThrownBy(() -> find(KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"), ""))
                .withMessage("the kernel hides its addresses (/proc/kallsyms shows zeros): root is needed, and"
                        + " kernel.kptr_restrict below 2");
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffffc03a9010, vexfs_release+0x0",
        "ffffffffc03a9022, vexfs_release+0x12",
        "ffffffffc03a903f, vexfs_release+0x2f",
        "ffffffffc03a9040, vexfs_open+0x0",
        "ffffffffc03bdfff, vexfs_fault_panic+0x102ef",
    })
    void anAddressIsLocatedByItsFunctionAndOffset(String address, String place) throws Exception {
        assertThat(find(KALLSYMS, VMALLOCINFO).orElseThrow().locate(Long.parseUnsignedLong(address, 16)))
                .map(Object::toString)
                .contains(place);
    }

    @ParameterizedTest
    @CsvSource({"ffffffffc03a8fff", "ffffffffc03be000", "ffffffff81345670", "0", "7fffffffffffffff"})
    void anAddressOutsideTheModuleIsNotLocated(String address) throws Exception {
        ModuleSymbols symbols = find(KALLSYMS, VMALLOCINFO).orElseThrow();

        assertThat(symbols.contains(Long.parseUnsignedLong(address, 16))).isFalse();
        assertThat(symbols.locate(Long.parseUnsignedLong(address, 16))).isEmpty();
    }

    @Test
    void anAddressBeforeTheFirstFunctionIsTheModulesButNobodysFunction() throws Exception {
        ModuleSymbols symbols = find(KALLSYMS, VMALLOCINFO).orElseThrow();

        assertThat(symbols.contains(0xffffffffc03a9004L)).isTrue();
        assertThat(symbols.locate(0xffffffffc03a9004L)).isEmpty();
    }

    private static Optional<ModuleSymbols> find(String kallsyms, String vmallocinfo)
            throws ModuleSymbols.AddressesHiddenException {
        return ModuleSymbols.find("vexfs", kallsyms, vmallocinfo);
    }

    @Test
    void theNamesAreThereWhereTheAddressesAreHidden() {
        assertThat(ModuleSymbols.names("vexfs", KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000")))
                .containsExactly(
                        "cleanup_module",
                        "descend.isra.0",
                        "vexfs_exit",
                        "vexfs_fault_panic",
                        "vexfs_open",
                        "vexfs_release");
    }
}
