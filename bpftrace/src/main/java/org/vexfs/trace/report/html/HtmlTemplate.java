package org.vexfs.trace.report.html;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A template of a page, or of a part of one. What is put into it is escaped. */
public final class HtmlTemplate {

    private final Template template;

    private HtmlTemplate(Template template) {
        this.template = template;
    }

    /** Gives the template that stands, as {@code NAME.mustache}, beside a class, as those do that are part of it. */
    public static HtmlTemplate beside(Class<?> type, String name) {
        return new HtmlTemplate(Mustache.compiler()
                .withEscaper(HtmlText::escape)
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .nullValue("")
                .withFormatter(HtmlTemplate::text)
                .withLoader(part -> new StringReader(resource(type, part + ".mustache")))
                .compile("{{>" + name + "}}"));
    }

    /** Gives the template with what a view has. */
    public String with(Object view) {
        return template.execute(view);
    }

    /** Gives the style sheet that all pages have. */
    public static String styleSheet() {
        return resource(HtmlTemplate.class, HtmlPage.STYLE_SHEET);
    }

    private static String resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what is no text nobody asks for one, but whether it is empty: it would write out whole views for that. */
    private static String text(Object value) {
        return value instanceof String || value instanceof Number
                ? value.toString()
                : value.getClass().getSimpleName();
    }
}
