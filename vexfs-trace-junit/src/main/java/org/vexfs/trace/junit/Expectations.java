package org.vexfs.trace.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.TextSummary;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;

/** What a test, its class and the classes around it are annotated to expect of its trace. */
final class Expectations {

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(ExpectNoLeaks.class, annotation -> Expectation.Question.of(MemoryAssertion.NO_LEAKS)),
            new Kind<>(ExpectNoDoubleFree.class, annotation -> Expectation.Question.of(MemoryAssertion.NO_DOUBLE_FREE)),
            new Kind<>(
                    ExpectNoKernelWarnings.class,
                    annotation -> Expectation.Question.of(MemoryAssertion.NO_KERNEL_WARNINGS)));

    private final List<Expectation> all;

    private Expectations(List<Expectation> all) {
        this.all = all;
    }

    /**
     * Gives those of a test: its method's on top of its class's, and those on top of what holds for the class around.
     *
     * @param test what to call the test
     * @throws ExtensionConfigurationException if one of them is impossible
     */
    static Expectations of(ExtensionContext context, String test) {
        List<AnnotatedElement> elements = new ArrayList<>();
        context.getTestMethod().ifPresent(elements::add);
        for (Class<?> type = context.getTestClass().orElse(null); type != null; type = type.getEnclosingClass()) {
            elements.add(0, type);
        }
        return on(elements, test);
    }

    /** Gives those of a test's method alone. */
    static Expectations ofMethod(ExtensionContext context, String test) {
        return on(List.of(context.getRequiredTestMethod()), test);
    }

    private static Expectations on(List<? extends AnnotatedElement> elements, String test) {
        return new Expectations(
                Stream.concat(KINDS.stream().flatMap(kind -> kind.on(elements)), latencies(elements, test))
                        .toList());
    }

    private static Stream<Expectation> latencies(List<? extends AnnotatedElement> elements, String test) {
        return elements.stream()
                .flatMap(element -> AnnotationSupport.findRepeatableAnnotations(element, ExpectLatency.class).stream())
                .distinct()
                .flatMap(annotation -> LatencyExpectations.of(annotation, test).stream())
                .map(assertion -> new Expectation(
                        "@" + ExpectLatency.class.getSimpleName(),
                        Script.PERFORMANCE,
                        Expectation.Question.of(assertion)));
    }

    boolean none() {
        return all.isEmpty();
    }

    /**
     * Refuses expectations that nothing could meet.
     *
     * @param test what to call the test
     * @throws ExtensionConfigurationException if there are any
     */
    void requireNone(String test) {
        if (!all.isEmpty()) {
            String annotations =
                    all.stream().map(Expectation::annotation).distinct().collect(Collectors.joining(", "));
            List<String> scripts = all.stream()
                    .map(expectation -> expectation.script().name())
                    .distinct()
                    .toList();
            String script = scripts.size() == 1 ? scripts.get(0) : "{" + String.join(", ", scripts) + "}";
            throw new ExtensionConfigurationException(annotations + " of " + test + ": no @TraceVexfs traces this test."
                    + " Remedy: add @TraceVexfs(script = " + script + ") to the method or its class, or remove "
                    + annotations
                    + ".");
        }
    }

    /**
     * Asks all of them.
     *
     * @throws AssertionError if one is not met; where that is only because the trace cannot tell, an
     *     {@link InconclusiveTraceError}
     */
    void judge(WindowJudgement judgement, TraceWindow window) {
        List<VexfsTrace.Answer> unmet = all.stream()
                .map(expectation -> expectation.question().ask(judgement, window))
                .filter(answer -> answer.verdict() != Verdict.PASSED)
                .toList();
        if (unmet.isEmpty()) {
            return;
        }
        String texts = unmet.stream().map(VexfsTrace.Answer::text).collect(Collectors.joining("\n\n"));
        new VexfsTrace.Answer(
                        unmet.stream().map(VexfsTrace.Answer::verdict).reduce(Verdict.PASSED, Verdict::and),
                        unmet.size() == 1
                                ? texts
                                : window.test().displayName() + " does not meet "
                                        + TextSummary.count(unmet.size(), "expectation") + " of its trace:\n\n" + texts)
                .raise();
    }

    /**
     * An annotation that expects something.
     *
     * @param type the annotation
     * @param question what one of it asks
     */
    private record Kind<A extends Annotation>(Class<A> type, Function<A, Expectation.Question> question) {

        /** Gives what elements expect, the outermost first; what two of them say in the same words counts once. */
        Stream<Expectation> on(List<? extends AnnotatedElement> elements) {
            return elements.stream()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, type).stream())
                    .distinct()
                    .map(annotation ->
                            new Expectation("@" + type.getSimpleName(), Script.MEMORY, question.apply(annotation)));
        }
    }
}
