package org.vexfs.trace.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.output.OutputFile;

/**
 * The traces that the trace manager runs on this machine: a file for each, in a folder that everybody may write to and where
 * nobody may touch what is another's, as {@code /tmp} is one.
 *
 * <p>Who stops all traces as root ends what the entries name. So an entry counts only if the process that it names belongs
 * to the user who wrote it.
 */
final class RunningTraces {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunningTraces.class);

    private static final String PREFIX = "vexfs-trace-";
    private static final String SUFFIX = ".json";
    private static final Pattern ENTRY = Pattern.compile(PREFIX + "([1-9]\\d{0,9})\\" + SUFFIX);
    private static final int LONGEST = 65_536;
    private static final int ROOT = 0;

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private final List<Path> folders;

    RunningTraces(Path folder) {
        this(List.of(folder));
    }

    /** @param folders where to look; new entries go to the first */
    private RunningTraces(List<Path> folders) {
        this.folders = folders;
    }

    /** Gives those of this machine. Where only root may write to one folder, the other has everybody else's. */
    static RunningTraces onThisMachine() {
        Path locks = Path.of("/run/lock");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return new RunningTraces(
                Files.isWritable(locks)
                        ? List.of(locks, temporary)
                        : Stream.of(temporary, locks).filter(Files::isDirectory).toList());
    }

    /** One JVM's own entry, removed when closed. */
    interface Entry extends AutoCloseable {

        /**
         * Tells how far the trace is. To be called now and then, such as once a second; where it cannot be written, the
         * numbers stay as they were.
         */
        void progress(long events, long lost);

        @Override
        void close();
    }

    /**
     * Enters a trace.
     *
     * @param trace the trace; its process's start is looked up here, and its files' names are made absolute
     * @throws IOException if it cannot be written, or there is no such process
     */
    Entry register(RunningTrace trace) throws IOException {
        ProcessIdentity process = ProcessIdentity.of(trace.pid())
                .orElseThrow(() -> new NoSuchFileException("/proc/" + trace.pid(), null, "no such process"));
        OwnEntry entry = new OwnEntry(
                folders.get(0).resolve(PREFIX + trace.pid() + SUFFIX),
                trace.withPlace(process.start(), absolute(trace.result()), absolute(trace.capture())));
        entry.write();
        return entry;
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().toString();
    }

    /** Gives those whose process still runs. The entries of others are removed, where that is allowed. */
    List<RunningTrace> running() {
        Map<Long, RunningTrace> running = new TreeMap<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
                for (Path entry : entries) {
                    running(entry).ifPresent(trace -> running.putIfAbsent(trace.pid(), trace));
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOGGER.warn("cannot look for running traces in {}: {}", folder, e.toString());
            }
        }
        return List.copyOf(running.values());
    }

    private static Optional<RunningTrace> running(Path entry) {
        Matcher name = ENTRY.matcher(entry.getFileName().toString());
        if (!name.matches() || !Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(name.group(1));
        Optional<ProcessIdentity> process = ProcessIdentity.of(pid);
        if (process.isEmpty()) {
            remove(entry);
            return Optional.empty();
        }
        try {
            int owner = (int) Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            RunningTrace trace = read(entry);
            if (trace.pid() == pid && !trace.processStart().equals(process.get().start())) {
                // If another trace has taken both the number and the file meanwhile, it writes it again soon.
                remove(entry);
                return Optional.empty();
            }
            if (trace.pid() != pid || owner != process.get().owner()) {
                LOGGER.debug("{} names a process that is not its writer's", entry);
                return Optional.empty();
            }
            // Only root is believed to act for another.
            return Optional.of(
                    owner == ROOT
                            ? trace
                            : trace.withUser(Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS)
                                    .getName()));
        } catch (IOException e) {
            LOGGER.debug("{} is no entry of a running trace", entry, e);
            return Optional.empty();
        }
    }

    private static RunningTrace read(Path entry) throws IOException {
        try (InputStream stream = Files.newInputStream(entry, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = stream.readNBytes(LONGEST);
            RunningTrace trace = MAPPER.readValue(bytes, RunningTrace.class);
            if (trace == null) {
                throw new IOException("it says null");
            }
            return trace;
        }
    }

    private static void remove(Path entry) {
        try {
            Files.deleteIfExists(entry);
            Files.deleteIfExists(draft(entry));
        } catch (IOException e) {
            LOGGER.debug("cannot remove {}, whose process is gone", entry, e);
        }
    }

    /** Gives where an entry is written before it takes its name. */
    private static Path draft(Path entry) {
        return entry.resolveSibling(entry.getFileName() + ".new");
    }

    private static final class OwnEntry implements Entry {

        private final Path file;
        private RunningTrace trace;
        private boolean closed;

        OwnEntry(Path file, RunningTrace trace) {
            this.file = file;
            this.trace = trace;
        }

        @Override
        public synchronized void progress(long events, long lost) {
            if (closed) {
                return;
            }
            trace = trace.withProgress(events, lost);
            try {
                write();
            } catch (IOException e) {
                LOGGER.debug("cannot tell in {} how far the trace is", file, e);
            }
        }

        /** Whoever reads it finds it whole, and a link that stands in its place is replaced, not followed. */
        private void write() throws IOException {
            byte[] bytes = bytes();
            Path draft = draft(file);
            Files.deleteIfExists(draft);
            try (OutputStream stream = OutputFile.create(draft)) {
                stream.write(bytes);
            }
            // Apart from creation, because a umask would take the rights away.
            Files.getFileAttributeView(draft, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }

        private byte[] bytes() throws JsonProcessingException {
            return MAPPER.writeValueAsBytes(trace);
        }

        @Override
        public synchronized void close() {
            closed = true;
            remove(file);
        }
    }
}
