package org.vexfs.trace.event;

import java.util.Arrays;
import java.util.Optional;

/** The part of the kernel that an allocation came from. */
public enum MemoryKind {
    /** kmalloc, kmem_cache_alloc and what is built on them. */
    SLAB('s', "slab"),
    /** kmem_cache_alloc_bulk. */
    SLAB_BULK('b', "slab, in bulk"),
    /** vmalloc, and kvmalloc of large sizes. */
    VMALLOC('v', "vmalloc"),
    /** alloc_percpu; the bytes are those of one CPU. */
    PERCPU('c', "percpu"),
    /** alloc_pages; the address is that of the page's {@code struct page}. */
    PAGES('p', "pages");

    private final char letter;
    private final String text;

    MemoryKind(char letter, String text) {
        this.letter = letter;
        this.text = text;
    }

    /** Gives the letter that stands for it in a trace. */
    public char letter() {
        return letter;
    }

    /** Gives the kind of that letter. */
    public static Optional<MemoryKind> of(char letter) {
        return Arrays.stream(values()).filter(kind -> kind.letter == letter).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
