package org.vexfs.trace.example;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets two tests run at the same time, or not at all; both talk while they do. */
final class Together implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        BOTH.await(1, TimeUnit.MINUTES);
        System.out.println(context.getDisplayName() + " runs");
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        BOTH.await(1, TimeUnit.MINUTES);
    }
}
