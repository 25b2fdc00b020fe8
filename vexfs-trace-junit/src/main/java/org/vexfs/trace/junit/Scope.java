package org.vexfs.trace.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a window on the trace is opened for. */
@API(status = Status.MAINTAINED, since = "0.1")
public enum Scope {
    /** Each test has its own, from before its {@code @BeforeEach} methods until after its {@code @AfterEach} methods. */
    METHOD,
    /**
     * A class has one for all its tests, from before its {@code @BeforeAll} methods until after its {@code @AfterAll}
     * methods; what is held when all of them are through is a leak of the class.
     */
    CLASS
}
