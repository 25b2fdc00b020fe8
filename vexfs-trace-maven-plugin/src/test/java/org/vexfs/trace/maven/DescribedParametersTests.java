package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the goals say of their parameters, in {@code help} and in IDEs. */
class DescribedParametersTests {

    static Stream<Arguments> parameters() throws Exception {
        try (InputStream descriptor =
                DescribedParametersTests.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            Element plugin = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(descriptor)
                    .getDocumentElement();
            return elements(plugin, "mojo")
                    // Maven's own.
                    .filter(goal -> !text(goal, "goal").equals("help"))
                    .flatMap(goal -> elements(goal, "parameter")
                            .filter(parameter -> text(parameter, "editable").equals("true"))
                            .map(parameter -> Arguments.of(
                                    text(goal, "goal"), text(parameter, "name"), text(parameter, "description"))));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("parameters")
    void haveAnExampleInXml(String goal, String parameter, String description) {
        assertThat(description).contains("<" + parameter + ">", "</" + parameter + ">");
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).findFirst().map(Element::getTextContent).orElse("");
    }

    private static Stream<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(index -> (Element) found.item(index));
    }
}
