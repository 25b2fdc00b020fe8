package org.vexfs.trace.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.Isolation;
import org.vexfs.trace.config.TraceConfig;

/** Keeps tests apart that would answer for each other's deeds. */
final class ModuleLocks implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForClass(Class<?> type) {
        return Tracing.opensWindow(type) ? locks(Tracing.ofClass(type)) : Set.of();
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> around, Class<?> type) {
        return provideForClass(type);
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> around, Class<?> type, Method method) {
        Tracing tracing = Tracing.ofTest(method, type);
        return tracing.sharedInClass() ? Set.of() : locks(tracing);
    }

    private static Set<Lock> locks(Tracing tracing) {
        TraceConfig config;
        try {
            config = tracing.config();
        } catch (ConfigurationException e) {
            // Said when the test begins.
            return Set.of();
        }
        if (config.mode() != TraceConfig.Mode.LIVE) {
            return Set.of();
        }
        boolean shares = config.attribution() == Attribution.THREAD && config.isolation() == Isolation.SHARED;
        return Set.of(new Lock(
                "org.vexfs.trace.module." + config.module(),
                shares ? ResourceAccessMode.READ : ResourceAccessMode.READ_WRITE));
    }
}
