package org.vexfs.trace.maven;

import java.io.Writer;
import org.apache.maven.plugin.logging.Log;

/** Has each line that is written to it in the build's log as soon as it ends. */
final class LogLines extends Writer {

    private final Log log;
    private final StringBuilder line = new StringBuilder();

    LogLines(Log log) {
        this.log = log;
    }

    @Override
    public void write(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text[i] == '\n') {
                end();
            } else {
                line.append(text[i]);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        if (!line.isEmpty()) {
            end();
        }
    }

    private void end() {
        log.info(line.toString().stripTrailing());
        line.setLength(0);
    }
}
