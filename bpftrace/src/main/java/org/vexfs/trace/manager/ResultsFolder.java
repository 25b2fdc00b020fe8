package org.vexfs.trace.manager;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.result.ResultFile;

/**
 * A folder of results, held open: what is looked at in it, and then removed, stays the same folder whatever becomes of the
 * path. No link in it is followed.
 */
final class ResultsFolder implements Closeable {

    /** What the first line of each text result begins with. */
    private static final String FIRST_LINE = ResultFile.FIRST_LINE + "module ";

    /** What each capture begins with. */
    private static final String HEADER = "{\"type\":\"" + Note.TYPE + "\",\"note\":\"header\",";

    /** The text result before the capture. */
    private static final Comparator<Part> BY_NAME =
            Comparator.comparing(Part::file).reversed();

    private final SecureDirectoryStream<Path> folder;
    private final List<Result> results;

    private ResultsFolder(SecureDirectoryStream<Path> folder) throws IOException {
        this.folder = folder;
        this.results = list();
    }

    /**
     * What one trace wrote.
     *
     * @param name what the names of its files say
     * @param parts its files
     */
    record Result(ResultName name, List<Part> parts) {

        Result {
            parts = parts.stream().sorted(BY_NAME).toList();
        }

        /** Gives when it was written last, or began if that was later: whichever of them a copy has lost. */
        Instant lastWritten() {
            Instant start = name.began().atZone(ZoneId.systemDefault()).toInstant();
            return parts.stream()
                    .map(Part::modified)
                    .filter(start::isBefore)
                    .max(Comparator.naturalOrder())
                    .orElse(start);
        }
    }

    /**
     * A file of a result.
     *
     * @param file its name
     * @param bytes its length
     * @param modified when it was written last
     */
    record Part(String file, long bytes, Instant modified) {

        /** Gives what it begins with if a trace wrote it; empty if that may be anything. */
        Optional<String> beginning() {
            if (file.endsWith(ResultName.TEXT)) {
                return Optional.of(FIRST_LINE);
            }
            return file.endsWith(ResultName.CAPTURE) ? Optional.of(HEADER) : Optional.empty();
        }
    }

    /**
     * Opens a folder.
     *
     * @return the folder; empty if there is none
     * @throws IOException if it cannot be read, or root would get there through another user's link
     */
    static Optional<ResultsFolder> open(Path path) throws IOException {
        OutputFile.requireNoForeignLink(path);
        DirectoryStream<Path> stream;
        try {
            stream = Files.newDirectoryStream(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResultsFolder((SecureDirectoryStream<Path>) stream));
        } catch (IOException e) {
            try (stream) {
                throw e;
            }
        }
    }

    /** Gives its results, newest first. Whoever wrote them: only the names are told apart. */
    List<Result> results() {
        return results;
    }

    private List<Result> list() throws IOException {
        Map<ResultName, List<Part>> parts = new HashMap<>();
        try {
            for (Path entry : folder) {
                String file = entry.getFileName().toString();
                Optional<ResultName> name = ResultName.of(file);
                if (name.isPresent()) {
                    part(file)
                            .ifPresent(part -> parts.computeIfAbsent(name.get(), first -> new ArrayList<>())
                                    .add(part));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return parts.entrySet().stream()
                .map(result -> new Result(result.getKey(), result.getValue()))
                .sorted(Comparator.comparing((Result result) -> result.name().began())
                        .reversed()
                        .thenComparing(result -> result.name().script()))
                .toList();
    }

    private Optional<Part> part(String file) throws IOException {
        try {
            BasicFileAttributes attributes = folder.getFileAttributeView(
                            Path.of(file), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return attributes.isRegularFile()
                    ? Optional.of(new Part(
                            file,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    /**
     * Gives whether a trace wrote a file, by how it begins.
     *
     * @throws IOException if it cannot be read
     */
    boolean isWritten(Part part) throws IOException {
        byte[] beginning = part.beginning().orElse("").getBytes(StandardCharsets.UTF_8);
        try (InputStream stream = Channels.newInputStream(folder.newByteChannel(
                Path.of(part.file()), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            return Arrays.equals(stream.readNBytes(beginning.length), beginning);
        }
    }

    /**
     * Removes a file.
     *
     * @throws IOException if it cannot be removed
     */
    void remove(Part part) throws IOException {
        folder.deleteFile(Path.of(part.file()));
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
