package org.vexfs.trace.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What to trace of the module. */
@API(status = Status.MAINTAINED, since = "0.1")
public enum Script {
    /** Its operations in general: calls, results, locks, memory activity, loads and unloads. */
    KERNEL,
    /** How long its operations take, what they return, and where they wait. */
    PERFORMANCE,
    /** What it allocates, frees, frees twice, and still holds. */
    MEMORY,
    /**
     * What a script of your own tells, see {@link TraceVexfs#file}. It runs alone: what it does, such as clearing a map or
     * filling the ring, could falsify the verdicts of the others.
     */
    CUSTOM
}
