package org.vexfs.trace.example;

import org.junit.jupiter.api.Test;

class PlainIT {

    @Test
    void looksAtNoTrace() {}
}
