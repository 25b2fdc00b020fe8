package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.Owner.DIRECT;
import static org.vexfs.trace.analysis.Owner.FOREIGN;
import static org.vexfs.trace.analysis.Owner.INDIRECT;
import static org.vexfs.trace.analysis.TracedModule.CALLER;
import static org.vexfs.trace.analysis.TracedModule.INSERT;
import static org.vexfs.trace.analysis.TracedModule.SYSCALL;
import static org.vexfs.trace.analysis.TracedModule.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.CallStack;

class OwnershipTests {

    @Test
    void whatTheModuleItselfAsksForIsItsOwn() {
        Ownership ownership = Ownership.of(INSERT, new CallStack(INSERT, CALLER, SYSCALL), TracedModule::site);

        assertThat(ownership)
                .isEqualTo(new Ownership(DIRECT, site(INSERT), List.of(site(INSERT), site(CALLER), site(SYSCALL))));
    }

    @Test
    void theStackBeginsWhereTheModuleAsked() {
        assertThat(Ownership.of(INSERT, new CallStack(0xffffffff81000010L, INSERT, SYSCALL), TracedModule::site)
                        .stack())
                .containsExactly(site(INSERT), site(SYSCALL));
    }

    @Test
    void aCallSiteThatTheStackLacksIsPutBeforeTheModulesFrames() {
        assertThat(Ownership.of(INSERT, new CallStack(CALLER, SYSCALL), TracedModule::site)
                        .stack())
                .containsExactly(site(INSERT), site(CALLER));
        assertThat(Ownership.of(INSERT, CallStack.EMPTY, TracedModule::site))
                .isEqualTo(new Ownership(DIRECT, site(INSERT), List.of(site(INSERT))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kasprintf kvasprintf",
                "kstrdup",
                "kmemdup_noprof",
                "krealloc_noprof __do_krealloc",
                "mempool_alloc_noprof mempool_alloc_slab",
                "__kmalloc_noprof __kmalloc_cache_noprof",
                "kvmalloc_node_noprof __kvmalloc_node_noprof",
            })
    void whatAPlainHelperAsksForIsItsCallersOwn(String helpers) {
        Ownership ownership = owner(helpers + " [module] do_syscall_64");

        assertThat(ownership.owner()).isEqualTo(DIRECT);
        assertThat(ownership.site().inModule()).isTrue();
        assertThat(ownership.stack()).extracting(CallSite::name).containsExactly("[module]", "do_syscall_64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xas_nomem xa_store",
                "xas_alloc xas_create",
                "kvasprintf kobject_set_name_vargs kobject_init_and_add",
                "kstrdup kernfs_new_node sysfs_create_file",
            })
    void whatADeeperPartOfTheKernelAsksForOnTheModulesBehalfIsIndirect(String deeper) {
        Ownership ownership = owner(deeper + " [module] do_syscall_64");

        assertThat(ownership.owner()).isEqualTo(INDIRECT);
        assertThat(ownership.site().inModule()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__build_skb napi_alloc_skb handle_softirqs irq_exit_rcu [module] do_syscall_64",
                "some_timer asm_sysvec_apic_timer_interrupt [module] do_syscall_64",
                "vm_area_alloc asm_exc_page_fault [module] do_syscall_64",
                "some_tasklet __do_softirq [module]",
            })
    void whatAnInterruptOrExceptionAsksForIsForeign(String stack) {
        assertThat(owner(stack).owner()).isEqualTo(FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__alloc_empty_sheaf alloc_empty_sheaf kmem_cache_alloc_noprof [module] do_syscall_64",
                "alloc_slab_obj_exts allocate_slab __kmalloc_noprof [module]",
                "__kmalloc_noprof pcpu_mem_zalloc pcpu_create_chunk [module]",
                "kmem_cache_alloc_noprof alloc_vmap_area __vmalloc_node_range_noprof [module]",
            })
    void whatAnAllocatorKeepsForItsOwnBooksIsForeign(String stack) {
        assertThat(owner(stack).owner()).isEqualTo(FOREIGN);
    }

    @Test
    void aStackThatDoesNotReachTheModuleIsForeign() {
        Ownership ownership = owner("kvasprintf kasprintf other_driver do_syscall_64");

        assertThat(ownership.owner()).isEqualTo(FOREIGN);
        assertThat(ownership.site().name()).isEqualTo("kvasprintf");
    }

    @Test
    void aStackThatWasLostIsNoProofThatTheModuleHasNothingToDoWithIt() {
        Ownership ownership = Ownership.of(TracedModule.XAS_NOMEM, CallStack.EMPTY, TracedModule::site);

        assertThat(ownership).isEqualTo(new Ownership(INDIRECT, site(TracedModule.XAS_NOMEM), List.of()));
    }

    /** Gives whose an allocation is whose stack is these functions, innermost first, [module] for one of the module. */
    private static Ownership owner(String functions) {
        List<Long> frames = new ArrayList<>();
        Map<Long, CallSite> sites = new HashMap<>();
        for (String function : functions.split(" ")) {
            long address = 0x1000 + frames.size();
            frames.add(address);
            sites.put(
                    address, new CallSite(address, function + "+0x10", Optional.empty(), function.equals("[module]")));
        }
        long[] addresses = frames.stream().mapToLong(Long::longValue).toArray();
        return Ownership.of(addresses[0], new CallStack(addresses), sites::get);
    }
}
