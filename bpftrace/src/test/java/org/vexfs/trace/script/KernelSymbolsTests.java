package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelSymbolsTests {

    private static final KernelSymbols SYMBOLS = KernelSymbols.parse("""
            0000000000000000 A fixed_percpu_data
            ffffffff81000000 T _text
            ffffffff81345690 t __pfx_kfree_rcu_work
            ffffffff813456a0 t kfree_rcu_work
            ffffffff81345670 T kfree
            ffffffff81345670 T kfree_alias
            ffffffff81345800 W weak_one
            ffffffff82000000 D some_data
            ffffffff83000000 B _end
            ffffffffc03a9010 t vexfs_open	[vexfs]
            ffffffffc03a9020 t kfree	[other]
            nonsense
            """);

    @Test
    void anAddressIsNamedByTheFunctionThatHoldsIt() {
        assertThat(SYMBOLS.locate(0xffffffff813456a0L)).hasToString("Optional[kfree_rcu_work+0x0]");
        assertThat(SYMBOLS.locate(0xffffffff813457ffL)).hasToString("Optional[kfree_rcu_work+0x15f]");
        assertThat(SYMBOLS.locate(0xffffffff81345810L)).hasToString("Optional[weak_one+0x10]");
    }

    @Test
    void anAddressOutsideOfTheKernelsImageHasNoName() {
        assertThat(SYMBOLS.locate(0xffffffff80ffffffL)).isEmpty();
        assertThat(SYMBOLS.locate(0xffffffff83000000L)).isEmpty();
        assertThat(SYMBOLS.locate(0xffffffffc03a9018L)).isEmpty();
        assertThat(SYMBOLS.locate(0x1000)).isEmpty();
    }

    @Test
    void modulesLieBehindTheImage() {
        assertThat(SYMBOLS.imageEnd()).isEqualTo(0xffffffff83000000L);
    }

    @Test
    void aFunctionReachesUpToTheNextOneAtAnotherAddress() {
        assertThat(SYMBOLS.ranges(List.of("kfree")))
                .containsExactly(new KernelSymbols.Range(0xffffffff81345670L, 0xffffffff813456a0L));
    }

    @Test
    void theLastFunctionReachesUpToTheEndOfTheImage() {
        assertThat(SYMBOLS.ranges(List.of("weak_one")))
                .containsExactly(new KernelSymbols.Range(0xffffffff81345800L, 0xffffffff83000000L));
    }

    @Test
    void aFunctionThatIsNotThereHasNoRangeAndOneOfAModuleIsNotTheKernels() {
        assertThat(SYMBOLS.ranges(List.of("nosuch", "vexfs_open"))).isEmpty();
    }

    @Test
    void whereNothingIsKnownNothingIsFound() {
        assertThat(KernelSymbols.NONE.locate(0xffffffff81345670L)).isEmpty();
        assertThat(KernelSymbols.NONE.ranges(List.of("kfree"))).isEmpty();
        assertThat(KernelSymbols.NONE.imageEnd()).isZero();
    }
}
