package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.vexfs.trace.output.OutputFile;

/**
 * A file of metrics for the textfile collector of node_exporter, which reads files whose names end in {@code .prom}. It is
 * replaced as a whole: whoever reads it sees the old one or the new one. A link in its place is replaced, not followed.
 */
public final class MetricsTextFile {

    private static final PrometheusTextFormatWriter FORMAT = PrometheusTextFormatWriter.create();

    private final Path file;
    private final PrometheusRegistry registry;

    /** @param file where to write */
    public MetricsTextFile(Path file, PrometheusRegistry registry) {
        this.file = file.toAbsolutePath();
        this.registry = registry;
    }

    /**
     * Writes how the metrics are now.
     *
     * @throws IOException if that cannot be written
     */
    public void write() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        FORMAT.write(text, registry.scrape(), EscapingScheme.ALLOW_UTF8);
        // The collector does not read names that end otherwise.
        Path draft = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft); // Of a process that was killed and had the same number.
        try {
            try (OutputStream stream = OutputFile.create(draft)) {
                text.writeTo(stream);
            }
            // node_exporter is another user.
            Files.getFileAttributeView(draft, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
