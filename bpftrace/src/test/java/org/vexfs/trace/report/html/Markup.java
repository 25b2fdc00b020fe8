package org.vexfs.trace.report.html;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A page as what it says it is: well-formed XML, too, so that nothing in it can end an element early. */
record Markup(Document document, long bytes) {

    static Markup of(Path page) throws IOException {
        byte[] bytes = Files.readAllBytes(page);
        try {
            return new Markup(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes)),
                    bytes.length);
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(page + " is not well-formed: " + e.getMessage(), e);
        }
    }

    /** Gives the texts of what an XPath finds. */
    List<String> texts(String path) {
        return each(path, node -> node.getTextContent().strip());
    }

    /** Gives the names of the elements or attributes that an XPath finds. */
    List<String> names(String path) {
        return each(path, Node::getNodeName);
    }

    private List<String> each(String path, Function<Node, String> view) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            List<String> found = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                found.add(view.apply(nodes.item(i)));
            }
            return found;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
