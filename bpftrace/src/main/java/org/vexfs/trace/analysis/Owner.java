package org.vexfs.trace.analysis;

/** Whose an allocation is. */
public enum Owner {
    /** The module asked for it, itself or through a plain helper such as kasprintf. */
    DIRECT,
    /** A deeper part of the kernel asked for it while it worked for the module: a node of an xarray, a kobject's name. */
    INDIRECT,
    /** It was only made at the same time: by an interrupt, by a page fault, or by an allocator for its own books. */
    FOREIGN
}
