package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation of the assertions, as their sources have it. */
class AssertionExampleTests {

    private static final Path SOURCES = Path.of("src", "main", "java", "org", "vexfs", "trace", "assertions");
    private static final Pattern ASSERTION =
            Pattern.compile("/\\*\\*\\s+\\* Verifies .*?\\*/\\s+public \\w+ (\\w+)\\(", Pattern.DOTALL);
    private static final List<Class<?>> TYPES =
            List.of(VexfsTraceAssert.class, AbstractOperationsAssert.class, OperationsAssert.class);

    /** They lead from one assertion to another. */
    private static final Set<String> STEPS = Set.of("operation", "and", "backToTrace");

    private static Stream<MatchResult> documented() throws IOException {
        String sources = "";
        for (Class<?> type : TYPES) {
            sources += Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"));
        }
        return ASSERTION.matcher(sources).results();
    }

    static Stream<String> documentation() throws IOException {
        return documented().map(MatchResult::group);
    }

    @ParameterizedTest
    @MethodSource("documentation")
    void ofAnAssertionShowOneThatPassesAndOneThatFails(String documentation) {
        assertThat(documentation)
                .containsPattern("assertThat\\(trace\\).*; {3}// passes")
                .containsPattern("assertThat\\(trace\\).*; {3}// fails");
    }

    @Test
    void areThoseOfEveryAssertion() throws IOException {
        assertThat(documented().map(assertion -> assertion.group(1)))
                .containsExactlyInAnyOrderElementsOf(TYPES.stream()
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .filter(name -> !STEPS.contains(name))
                        .toList());
    }
}
