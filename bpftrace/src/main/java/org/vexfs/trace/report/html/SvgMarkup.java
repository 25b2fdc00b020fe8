package org.vexfs.trace.report.html;

import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes what Batik painted in few bytes: colours become classes of the style sheet, and what Batik adds for viewers of
 * their own (definitions, clip paths, defaults) is left out.
 */
final class SvgMarkup {

    private static final List<String> PAINTS = List.of("fill", "stroke");
    private static final Map<String, List<String>> SHAPES = Map.of(
            "path", List.of("d"),
            "line", List.of("x1", "y1", "x2", "y2"),
            "rect", List.of("x", "y", "width", "height"),
            "circle", List.of("cx", "cy", "r"),
            "ellipse", List.of("cx", "cy", "rx", "ry"),
            "polygon", List.of("points"),
            "polyline", List.of("points"),
            "text", List.of("x", "y"));
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

    private final StringBuilder markup = new StringBuilder();

    private SvgMarkup() {}

    /** Gives the markup of what lies within an SVG element. */
    static String of(Element svg) {
        SvgMarkup writer = new SvgMarkup();
        writer.children(svg, Map.of());
        return writer.markup.toString();
    }

    private void children(Element parent, Map<String, String> inherited) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                element(element, inherited);
            }
        }
    }

    private void element(Element element, Map<String, String> inherited) {
        Map<String, String> paints = new HashMap<>(inherited);
        for (String paint : PAINTS) {
            if (element.hasAttribute(paint)) {
                paints.put(paint, element.getAttribute(paint));
            }
        }
        String name = element.getLocalName();
        String transform = element.getAttribute("transform");
        if (!transform.isEmpty()) {
            markup.append("<g transform=\"").append(HtmlText.escape(transform)).append("\">");
        }
        if (name.equals("g")) {
            children(element, paints);
        } else if (SHAPES.containsKey(name)) {
            style(paints).ifPresent(style -> shape(element, name, style));
        }
        if (!transform.isEmpty()) {
            markup.append("</g>");
        }
    }

    private void shape(Element element, String name, String style) {
        markup.append('<').append(name).append(" class=\"").append(style).append('"');
        for (String attribute : SHAPES.get(name)) {
            markup.append(' ')
                    .append(attribute)
                    .append("=\"")
                    .append(HtmlText.escape(shortened(element.getAttribute(attribute))))
                    .append('"');
        }
        if (name.equals("text")) {
            markup.append('>').append(HtmlText.escape(element.getTextContent())).append("</text>");
        } else {
            markup.append("/>");
        }
    }

    /** Of a path without curves, every further point of which is a line's anyway. */
    private static String shortened(String path) {
        return path.contains("C") || path.contains("Q") ? path : path.replace(" L", " ");
    }

    private static Optional<String> style(Map<String, String> paints) {
        return PAINTS.stream()
                .map(paint -> paints.getOrDefault(paint, "none"))
                .map(RGB::matcher)
                .filter(Matcher::matches)
                .map(rgb -> new Color(number(rgb, 1), number(rgb, 2), number(rgb, 3)))
                .flatMap(color -> Ink.styleOf(color).stream())
                .findFirst();
    }

    private static int number(Matcher rgb, int group) {
        return Integer.parseInt(rgb.group(group));
    }
}
