package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vexfs.trace.event.CallStack;

/**
 * Tells from its stack whose an allocation is.
 *
 * <p>Walking out from the allocation: an allocator's book-keeping, or the way into an interrupt or exception, makes it
 * foreign; the first frame in the module makes it the module's, directly where only the allocator's functions and plain
 * helpers lie between. Function names are those of kernels 6.1 to 7.2.
 *
 * @param owner whose it is
 * @param site the place in the module that asked, or the call site where the stack does not reach the module
 * @param stack the stack from that place outwards
 */
public record Ownership(Owner owner, CallSite site, List<CallSite> stack) {

    /** Functions that allocate for their caller, and nothing for themselves. */
    private static final Pattern HELPERS = Pattern.compile("_*(kmalloc|kzalloc|kcalloc|kvmalloc|kvrealloc|krealloc"
            + "|vmalloc|vzalloc|vcalloc|kmem_cache_alloc|kmem_cache_prefill|mempool_|remove_element|pcpu_alloc|alloc_percpu"
            + "|alloc_pages|alloc_frozen_pages|folio_alloc|get_free_pages|get_zeroed_page|do_kmalloc|do_krealloc"
            + "|kasprintf|kvasprintf|kstrdup|kstrndup|kmemdup|kvmemdup|memdup_user|vmemdup_user|strndup_user"
            + "|devm_k|trace_|traceiter_|__traceiter|bpf_|perf_|slab_|alloc_tagged|arch_rethook|return_to_handler"
            + "|ftrace_|rethook_|fprobe_|fgraph|kretprobe|kprobe|function_graph).*");

    /** What the allocators keep for their own books, and do not give back with the object. */
    private static final Pattern BOOKS =
            Pattern.compile(".*(sheaf|_pcs_|barn_|obj_exts|pcpu_create_chunk|pcpu_balance|pcpu_mem_zalloc"
                    + "|_preload|vmalloc_node_range|alloc_vmap_area|get_vm_area_node|vmalloc_area|vmap_node|stack_depot|kfence_|kmemleak|kasan_"
                    + "|new_slab|allocate_slab|memcg_alloc|list_lru|kvfree_call_rcu|debug_object|mm_page_alloc|page_ext"
                    + "|refill_obj_stock|krc_).*");

    /** The ways into an interrupt or an exception; what runs there works for somebody else. */
    private static final Pattern INTERRUPTS = Pattern.compile(
            "asm_.*|handle_softirqs|__do_softirq|do_softirq.*|irq_exit.*|__irq_exit.*|common_interrupt");

    public Ownership {
        stack = List.copyOf(stack);
    }

    /** Tells whose an allocation is that was made from a call site, on a stack. */
    public static Ownership of(long callSite, CallStack stack, CallSites callSites) {
        CallSite asked = callSites.at(callSite);
        List<CallSite> frames = stack.frames().mapToObj(callSites::at).toList();
        if (asked.inModule()) {
            return new Ownership(Owner.DIRECT, asked, from(asked, frames));
        }
        boolean direct = HELPERS.matcher(asked.name()).matches();
        for (int i = 0; i < frames.size(); i++) {
            CallSite frame = frames.get(i);
            if (frame.inModule()) {
                return new Ownership(direct ? Owner.DIRECT : Owner.INDIRECT, frame, frames.subList(i, frames.size()));
            }
            String name = frame.name();
            if (BOOKS.matcher(name).matches() || INTERRUPTS.matcher(name).matches()) {
                return new Ownership(Owner.FOREIGN, asked, frames);
            }
            direct &= HELPERS.matcher(name).matches();
        }
        // A stack that was lost is no proof that the module has nothing to do with it; one that ends elsewhere is.
        return new Ownership(frames.isEmpty() ? Owner.INDIRECT : Owner.FOREIGN, asked, frames);
    }

    private static List<CallSite> from(CallSite site, List<CallSite> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).address() == site.address()) {
                return frames.subList(i, frames.size());
            }
        }
        List<CallSite> all = new ArrayList<>();
        all.add(site);
        frames.stream().filter(CallSite::inModule).forEach(all::add);
        return all;
    }
}
