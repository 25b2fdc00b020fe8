package org.vexfs.trace.maven;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.logging.Log;
import org.vexfs.trace.report.html.HtmlPage;

/** The page, as goals write it and tell of it. */
final class Page {

    private Page() {}

    /** Writes it, and warns if this machine paints no charts. */
    static void write(Path file, HtmlPage.Content content, Log log) throws IOException {
        String obstacle = HtmlPage.write(file, content);
        if (!obstacle.isEmpty()) {
            log.warn("the page has no charts, because this machine cannot paint any (" + obstacle
                    + "). Remedy: install fontconfig and a font");
        }
        log.info("page: " + file);
    }
}
