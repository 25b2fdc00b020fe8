package org.vexfs.trace.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
import org.vexfs.trace.output.OutputFile;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads and writes XML reports: without external entities, and never half of one. */
final class XmlFile {

    /** What XML 1.0 does not allow in a text, whatever its spelling. */
    private static final Pattern NO_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    /** Reports nest five elements; what writes them calls itself for each, and has no stack for thousands. */
    private static final String DEEPEST = "100";

    private static final String MOST_DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";

    private XmlFile() {}

    /** @throws IOException if it cannot be read, or is no XML; the message names it */
    static Document read(Path file) throws IOException {
        try {
            Document document = builder().parse(file.toFile());
            if (!document.getXmlVersion().equals("1.0")) {
                // What only 1.1 allows is not always written so that it can be read again.
                throw new IOException("it is XML " + document.getXmlVersion() + "; expected 1.0");
            }
            return document;
        } catch (SAXException | IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static Document empty() {
        return builder().newDocument();
    }

    private static DocumentBuilder builder() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setAttribute(MOST_DEPTH, DEEPEST);
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one prints to System.err.
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK's XML parser knows no secure processing", e);
        }
    }

    /**
     * Puts a document in a file's place, as {@link OutputFile#replace} puts bytes there.
     *
     * @throws IOException if it cannot be written; the message names it
     */
    static void write(Document document, Path file) throws IOException {
        document.setXmlStandalone(true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            transformer.transform(new DOMSource(document), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
        OutputFile.replace(file, bytes.toByteArray());
    }

    /** Gives a text with a question mark for whatever cannot stand in XML. */
    static String clean(String text) {
        return NO_XML.matcher(text).replaceAll("?");
    }

    /** Puts a text into an element, as it is. */
    static void setText(Element element, String text) {
        element.setTextContent("");
        // The end of a CDATA section cannot stand within one.
        for (String part : clean(text).split("(?<=]])(?=>)")) {
            element.appendChild(element.getOwnerDocument().createCDATASection(part));
        }
    }

    static List<Element> children(Element parent, String name) {
        List<Element> elements = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                elements.add(element);
            }
        }
        return elements;
    }
}
