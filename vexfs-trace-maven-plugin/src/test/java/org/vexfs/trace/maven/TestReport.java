package org.vexfs.trace.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A report of Surefire or Failsafe, as any XML parser reads it.
 *
 * @param testCases its test cases, in order
 */
record TestReport(List<TestCase> testCases) {

    static TestReport read(Path file) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        return new TestReport(
                children(suite, "testcase").stream().map(TestCase::of).toList());
    }

    TestCase testCase(String name) {
        return testCases.stream()
                .filter(testCase -> testCase.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no test case '" + name + "' in " + testCases));
    }

    /**
     * A test case.
     *
     * @param className the class that Surefire names
     * @param name the name that Surefire gives it
     * @param properties its properties
     * @param outputs its {@code system-out} blocks
     * @param errors its {@code system-err} blocks
     * @param failures the messages of its failures
     */
    record TestCase(
            String className,
            String name,
            Map<String, String> properties,
            List<String> outputs,
            List<String> errors,
            List<String> failures) {

        static TestCase of(Element element) {
            Map<String, String> properties = new LinkedHashMap<>();
            children(element, "properties").stream()
                    .flatMap(all -> children(all, "property").stream())
                    .forEach(property -> properties.put(property.getAttribute("name"), property.getAttribute("value")));
            return new TestCase(
                    element.getAttribute("classname"),
                    element.getAttribute("name"),
                    properties,
                    texts(element, "system-out"),
                    texts(element, "system-err"),
                    texts(element, "failure"));
        }
    }

    private static List<String> texts(Element parent, String name) {
        return children(parent, name).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> elements = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                elements.add(element);
            }
        }
        return elements;
    }
}
