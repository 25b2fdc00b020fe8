package org.vexfs.trace.event;

/** One thing that a trace told, in the order in which it was told. */
public sealed interface TraceEvent
        permits Allocation,
                AllocationFailure,
                Free,
                Heartbeat,
                Holdings,
                KernelLogLine,
                Loss,
                Marker,
                ModuleChange,
                Note,
                OutOfMemory,
                ProbesAttached,
                Resize,
                Started,
                Unknown {}
