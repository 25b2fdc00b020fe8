package org.vexfs.trace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Waits until nothing runs any more that a test of a {@link Fault} started, and writes down its row of the table. */
final class FaultRow implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Path ROWS = Path.of("target", "faults", System.getProperty("os.version"));

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(FaultRow.class);

    /** The kernel detaches each probe of a process that ended by itself, which takes an emulated CPU its time. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(120);

    private static final String HEIR = "vexfs-trace-heir";

    /** No row has more of a message: enough for its first sentence and its remedy. */
    private static final int LONGEST = 400;

    @Override
    public void beforeEach(ExtensionContext context) {
        assertThat(AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), Timeout.class)
                        || AnnotationSupport.isAnnotated(context.getRequiredTestClass(), Timeout.class))
                .as("a test of a fault has a @Timeout, as no fault may let anybody wait for ever")
                .isTrue();
        context.getStore(NAMESPACE).put(Set.class, ours());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FaultOutcome.class;
    }

    @Override
    public FaultOutcome resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return outcome(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        FaultOutcome outcome = outcome(context);
        assertThat(outcome.judged())
                .as("the test said how the fault was judged")
                .isNotEmpty();
        Set<?> before = context.getStore(NAMESPACE).get(Set.class, Set.class);
        CompletableFuture.allOf(ours().stream()
                        .filter(process -> !before.contains(process))
                        .map(ProcessHandle::onExit)
                        .toArray(CompletableFuture[]::new))
                .orTimeout(GONE_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .join();
        String fault = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Fault.class)
                .orElseThrow()
                .value();
        String test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        Files.createDirectories(ROWS);
        Files.writeString(
                ROWS.resolve(test + ".md"),
                String.join(" | ", "| " + fault, outcome.judged(), cell(outcome.seen()), "none", "`" + test + "` |\n"));
    }

    private static FaultOutcome outcome(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(FaultOutcome.class, key -> new FaultOutcome(), FaultOutcome.class);
    }

    /**
     * Gives what a trace runs, with what runs in its place in tests: every bpftrace and heir of its output, except those that
     * another JVM of this machine has started.
     */
    private static Set<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(FaultRow::tracesSomething)
                .filter(process -> !isOfAnotherBuild(process))
                .collect(Collectors.toSet());
    }

    private static boolean tracesSomething(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return Stream.concat(
                        info.command().stream(), Arrays.stream(info.arguments().orElse(new String[0])))
                .anyMatch(word -> word.endsWith("/bpftrace") || word.equals("bpftrace") || word.equals(HEIR));
    }

    /** Those of a JVM that is gone are nobody's. */
    private static boolean isOfAnotherBuild(ProcessHandle process) {
        for (Optional<ProcessHandle> each = Optional.of(process);
                each.isPresent();
                each = each.get().parent()) {
            if (each.get().equals(ProcessHandle.current())) {
                return false;
            }
            if (each.get().info().command().orElse("").endsWith("/java")) {
                return true;
            }
        }
        return false;
    }

    private static String cell(String text) {
        String line = text.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\S*/junit-\\d+", "…")
                .replaceAll("\\d{8}-\\d{6}-\\d+-\\d+", "DATE-TIME-PID-N")
                .replaceAll("process \\d+ in /[^\\s,]+", "process PID in FOLDER")
                .replace("|", "\\|");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
