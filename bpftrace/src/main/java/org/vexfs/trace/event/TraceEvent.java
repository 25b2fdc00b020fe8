package org.vexfs.trace.event;

/** One thing that a trace told, in the order in which it was told. */
public sealed interface TraceEvent
        permits Allocation,
                Free,
                Heartbeat,
                Holdings,
                Loss,
                Marker,
                ModuleChange,
                Note,
                ProbesAttached,
                Started,
                Unknown {}
