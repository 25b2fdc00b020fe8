package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the README has of a POM stands in the one that users copy, which real builds test. */
class ReadmeTests {

    private static final Pattern XML = Pattern.compile("(?s)```xml\n(.*?)```");

    static Stream<String> excerpts() throws IOException {
        return XML.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(excerpt -> excerpt.group(1));
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void anExcerptOfAPomStandsInTheExample(String excerpt) throws Exception {
        String pom = Files.readString(Path.of("..", "examples", "vector-store", "pom.xml"));
        String version = pom.replaceFirst("(?s).*<vexfs-trace.version>(.*)</vexfs-trace.version>.*", "$1");
        Element example = parse(pom.replace("${vexfs-trace.version}", version));
        Element expected = parse(excerpt);

        assertThat(elements(example.getElementsByTagName(expected.getTagName())))
                .as(excerpt)
                .anyMatch(found -> has(found, expected));
    }

    /** Whether an element has the text and all the children of another one, whatever it has beside them. */
    private static boolean has(Element element, Element other) {
        List<Element> wanted = elements(other.getChildNodes());
        return element.getTagName().equals(other.getTagName())
                && (wanted.isEmpty()
                        ? element.getTextContent()
                                .strip()
                                .equals(other.getTextContent().strip())
                        : wanted.stream()
                                .allMatch(child -> elements(element.getChildNodes()).stream()
                                        .anyMatch(found -> has(found, child))));
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .<Node>mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }
}
