package org.vexfs.trace.event;

/** One thing that a trace told, in the order in which it was told. */
public sealed interface TraceEvent
        permits AbandonedCall,
                Allocation,
                AllocationFailure,
                Contention,
                CustomMaps,
                CustomMarker,
                CustomText,
                Free,
                Heartbeat,
                Holdings,
                KernelLogLine,
                Loss,
                Marker,
                MarkerEnd,
                ModuleChange,
                Note,
                Operation,
                OperationTotals,
                OperationsMarker,
                OutOfMemory,
                ProbesAttached,
                ProcessName,
                Resize,
                Started,
                Unknown {}
