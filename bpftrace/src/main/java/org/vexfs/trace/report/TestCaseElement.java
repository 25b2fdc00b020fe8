package org.vexfs.trace.report;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes what a test's trace found into its {@code testcase} element; what stands there already, stays. */
final class TestCaseElement {

    private static final String BEGIN = "----- vexfs-trace -----\n";
    private static final String END = "----- end of vexfs-trace -----\n";

    /** What a CI system takes for the name of a file to show, wherever it stands in a test's output. */
    private static final String ATTACHMENT = "[[ATTACHMENT|";

    private final Element element;
    private final Document document;

    TestCaseElement(Element element) {
        this.element = element;
        this.document = element.getOwnerDocument();
    }

    /**
     * Writes what came of all attempts: where the test stands, the figures of the last one, and what was found in each.
     *
     * @param attempts the attempts, in order
     * @param sources where the tests stand
     * @param attachments what the test case names for a CI system to show
     * @throws IOException if an attachment cannot be written
     */
    void describe(List<TestRun> attempts, TestSources sources, Attachments attachments) throws IOException {
        TestRun last = attempts.get(attempts.size() - 1);
        sources.find(last.started().className(), last.started().methodName()).ifPresent(this::place);
        properties(last);
        output(attempts, attachments.of(attempts));
    }

    /** Writes where the test stands, unless that is known. */
    private void place(TestSources.Place place) {
        if (!element.hasAttribute("file")) {
            element.setAttribute("file", place.file());
            place.line().ifPresent(line -> element.setAttribute("line", Integer.toString(line)));
        }
    }

    /** Writes the figures of a run as properties, in the place of what an earlier call wrote. */
    private void properties(TestRun run) {
        Element properties = XmlFile.children(element, "properties").stream()
                .findFirst()
                .orElseGet(() ->
                        (Element) element.insertBefore(document.createElement("properties"), element.getFirstChild()));
        XmlFile.children(properties, "property").stream()
                .filter(property -> property.getAttribute("name").startsWith(TestFigures.PREFIX))
                .forEach(properties::removeChild);
        TestFigures.of(run).forEach((name, value) -> {
            Element property = document.createElement("property");
            property.setAttribute("name", name);
            property.setAttribute("value", XmlFile.clean(value));
            properties.appendChild(property);
        });
    }

    /**
     * Writes what was found in all attempts as a block of the test's output, the last one, and in the place of the block
     * that an earlier call wrote.
     *
     * @param attachments the paths of files to show, as the CI system wants them
     */
    private void output(List<TestRun> attempts, List<String> attachments) {
        List<Element> outputs = XmlFile.children(element, "system-out");
        Element output = outputs.isEmpty() ? document.createElement("system-out") : outputs.get(0);
        if (outputs.isEmpty()) {
            List<Element> errors = XmlFile.children(element, "system-err");
            element.insertBefore(output, errors.isEmpty() ? null : errors.get(0));
        }
        String own = withoutBlock(output.getTextContent());
        StringBuilder whole = new StringBuilder(own);
        if (!own.isEmpty() && !own.endsWith("\n")) {
            whole.append('\n');
        }
        whole.append(BEGIN).append(findings(attempts).replace(ATTACHMENT, "[ " + ATTACHMENT.substring(1)));
        attachments.forEach(path -> whole.append(ATTACHMENT).append(path).append("]]\n"));
        XmlFile.setText(output, whole.append(END).toString());
    }

    /** An earlier call wrote its block as the last of the output, so what a test printed like one stays. */
    private static String withoutBlock(String text) {
        int begin = text.endsWith(END) ? text.lastIndexOf(BEGIN) : -1;
        boolean block = begin == 0 || begin > 0 && text.charAt(begin - 1) == '\n';
        return block ? text.substring(0, begin) : text;
    }

    private static String findings(List<TestRun> attempts) {
        StringBuilder text = new StringBuilder();
        for (TestRun run : attempts) {
            if (run.verdict() != Verdict.PASSED) {
                text.append(run.text()).append('\n');
            }
        }
        return text.isEmpty() ? passed(attempts.get(attempts.size() - 1)) : text.toString();
    }

    private static String passed(TestRun run) {
        String memory = run.window()
                .map(window -> "no leak and no double free, of " + window.allocations() + " allocations")
                .orElse("");
        String operations = run.operations()
                .map(judged -> judged.calls() + " calls, " + judged.errors() + " with an error")
                .orElse("");
        String custom = run.custom()
                .map(told -> "complete; the script of its own printed " + TextSummary.count(told.lines(), "line"))
                .orElse("");
        String summary = run.operations().map(judged -> judged.summary() + "\n").orElse("");
        String all = Stream.of(memory, operations, custom)
                .filter(told -> !told.isEmpty())
                .collect(Collectors.joining("; "));
        return "Trace passed: " + all + ".\n" + summary;
    }
}
