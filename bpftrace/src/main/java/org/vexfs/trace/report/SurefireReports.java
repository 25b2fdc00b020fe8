package org.vexfs.trace.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.vexfs.trace.analysis.Verdict;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes what the traces found into the XML reports of Surefire and Failsafe: properties of the test case, and a block
 * in its {@code system-out}.
 *
 * <p>Everything else in a report stays as it is. A second run replaces what the first one wrote.
 */
public final class SurefireReports {

    private static final String BEGIN = "----- vexfs-trace -----\n";
    private static final String END = "----- end of vexfs-trace -----\n";
    private static final Pattern BLOCK =
            Pattern.compile(Pattern.quote(BEGIN) + ".*?" + Pattern.quote(END), Pattern.DOTALL);

    /** What XML 1.0 does not allow in a text, whatever its spelling. */
    private static final Pattern NO_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private SurefireReports() {}

    /**
     * Enriches every {@code TEST-*.xml} in a folder.
     *
     * @param runs the traced tests; those of other folders are ignored
     * @return how many test cases were enriched
     * @throws IOException if a report cannot be read or written; the message names it
     */
    public static int enrich(Path folder, List<TestRun> runs) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        List<Path> reports;
        try (Stream<Path> files = Files.list(folder)) {
            reports = files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
        Map<String, List<TestRun>> byName = new LinkedHashMap<>();
        runs.forEach(run -> byName.computeIfAbsent(
                        run.started().className() + "#" + run.started().reportedName(), name -> new ArrayList<>())
                .add(run));
        int enriched = 0;
        for (Path report : reports) {
            try {
                enriched += enrich(report, byName);
            } catch (SAXException | ParserConfigurationException | TransformerException e) {
                throw new IOException("cannot enrich " + report + ": " + e.getMessage(), e);
            }
        }
        return enriched;
    }

    private static int enrich(Path report, Map<String, List<TestRun>> byName)
            throws IOException, SAXException, ParserConfigurationException, TransformerException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // The default one prints to System.err.
        builder.setErrorHandler(new DefaultHandler());
        Document document = builder.parse(report.toFile());
        int enriched = 0;
        for (Element testCase : children(document.getDocumentElement(), "testcase")) {
            List<TestRun> attempts =
                    byName.get(testCase.getAttribute("classname") + "#" + testCase.getAttribute("name"));
            if (attempts != null) {
                properties(document, testCase, attempts.get(attempts.size() - 1));
                output(document, testCase, attempts);
                enriched++;
            }
        }
        if (enriched > 0) {
            write(document, report);
        }
        return enriched;
    }

    private static void properties(Document document, Element testCase, TestRun run) {
        Element properties = children(testCase, "properties").stream()
                .findFirst()
                .orElseGet(() -> (Element)
                        testCase.insertBefore(document.createElement("properties"), testCase.getFirstChild()));
        children(properties, "property").stream()
                .filter(property -> property.getAttribute("name").startsWith(TestFigures.PREFIX))
                .forEach(properties::removeChild);
        TestFigures.of(run.window(), run.operations(), run.started().capture()).forEach((name, value) -> {
            Element property = document.createElement("property");
            property.setAttribute("name", name);
            property.setAttribute("value", clean(value));
            properties.appendChild(property);
        });
    }

    private static void output(Document document, Element testCase, List<TestRun> attempts) {
        StringBuilder text = new StringBuilder();
        for (TestRun run : attempts) {
            if (run.verdict() != Verdict.PASSED) {
                text.append(run.text()).append('\n');
            }
        }
        if (text.isEmpty()) {
            text.append(passed(attempts.get(attempts.size() - 1)));
        }
        List<Element> outputs = children(testCase, "system-out");
        Element output = outputs.isEmpty() ? document.createElement("system-out") : outputs.get(0);
        if (outputs.isEmpty()) {
            List<Element> errors = children(testCase, "system-err");
            testCase.insertBefore(output, errors.isEmpty() ? null : errors.get(0));
        }
        String own = BLOCK.matcher(output.getTextContent()).replaceAll("");
        String block = BEGIN + clean(text.toString()) + END;
        String whole = own.isEmpty() || own.endsWith("\n") ? own + block : own + "\n" + block;
        output.setTextContent("");
        // The end of a CDATA section cannot stand within one.
        for (String part : whole.split("(?<=]])(?=>)")) {
            output.appendChild(document.createCDATASection(part));
        }
    }

    private static String passed(TestRun run) {
        String memory = run.window()
                .map(window -> "no leak and no double free, of " + window.allocations() + " allocations")
                .orElse("");
        String operations = run.operations()
                .map(judged -> judged.calls() + " calls, " + judged.errors() + " with an error")
                .orElse("");
        String both = memory.isEmpty() || operations.isEmpty() ? "" : "; ";
        String summary = run.operations().map(judged -> judged.summary() + "\n").orElse("");
        return "Trace passed: " + memory + both + operations + ".\n" + summary;
    }

    private static String clean(String text) {
        Matcher matcher = NO_XML.matcher(text);
        return matcher.replaceAll("?");
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

    private static void write(Document document, Path report) throws IOException, TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
        Transformer transformer = factory.newTransformer();
        document.setXmlStandalone(true);
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        Path written = Files.createTempFile(report.toAbsolutePath().getParent(), "vexfs-trace", ".xml");
        try {
            try (OutputStream stream = Files.newOutputStream(written)) {
                transformer.transform(new DOMSource(document), new StreamResult(stream));
            }
            Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(report));
            Files.move(written, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
