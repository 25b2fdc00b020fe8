package org.vexfs.trace.junit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.session.ReplayedWindow;

/** What takes the place of a test's body in a replay: what the live run asserted is asked again. */
final class ReplayedTest {

    private static final Pattern DYNAMIC = Pattern.compile("/\\[dynamic-(test|container):#\\d+]");

    private ReplayedTest() {}

    /** Asks again what was asserted in a window and in those within it. */
    static void askAgain(ActiveTest active, ReplayedWindow window) {
        for (ReplayedWindow.Asked asked : window.judgements()) {
            Optional<MemoryAssertion> assertion = MemoryAssertion.named(asked.assertion());
            if (assertion.isPresent()) {
                MemoryJudgement judgement =
                        asked.suppressions().applyEach(active.suppressed(asked.judgement()), window.day());
                VexfsTrace.Answer.of(assertion.get(), judgement, window).raise();
            }
            Optional<UsageAssertion> usage = UsageAssertion.named(asked.assertion());
            if (usage.isPresent()) {
                VexfsTrace.Answer.of(usage.get(), asked.judgement(), window).raise();
            }
        }
        for (ReplayedWindow.AskedOfOperations asked : window.operationJudgements()) {
            OperationAssertion.named(asked.assertion())
                    .ifPresent(assertion -> VexfsTrace.Answer.of(assertion, asked.judgement(), window)
                            .raise());
        }
        window.parts().forEach(part -> askAgain(active, part));
    }

    /**
     * Makes the dynamic tests that a factory made live.
     *
     * @param factory the factory's unique id
     * @param windows the windows of its dynamic tests, in order
     */
    static List<DynamicNode> dynamicTests(String factory, List<ReplayedWindow> windows) {
        Map<String, List<ReplayedWindow>> children = new LinkedHashMap<>();
        for (ReplayedWindow window : windows) {
            Matcher segment = DYNAMIC.matcher(window.test().uniqueId());
            if (segment.find(factory.length())) {
                children.computeIfAbsent(segment.group(), id -> new ArrayList<>())
                        .add(window);
            }
        }
        List<DynamicNode> nodes = new ArrayList<>();
        children.forEach((segment, below) -> {
            String name = segment.substring(segment.indexOf('#'), segment.length() - 1);
            if (segment.startsWith("/[dynamic-test")) {
                nodes.add(DynamicTest.dynamicTest(shown(below.get(0)), () -> {}));
            } else {
                nodes.add(DynamicContainer.dynamicContainer(name, dynamicTests(factory + segment, below)));
            }
        });
        return nodes;
    }

    private static String shown(ReplayedWindow window) {
        String name = window.test().displayName();
        return name.substring(name.indexOf(' ') + 1);
    }
}
