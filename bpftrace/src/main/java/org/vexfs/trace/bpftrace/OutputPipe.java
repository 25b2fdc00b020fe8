package org.vexfs.trace.bpftrace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM's end of bpftrace's output. What was read and not handed on yet outlives this JVM.
 *
 * <p>A thread that waits in {@code read} when the JVM is killed may take with it what has just arrived: the kernel copies
 * that first, and ends the thread then. So the kernel is given a file's pages to copy to, and what is handed on is cleared
 * there up to its last whole line. The file has no name; who holds its descriptor reads what is left.
 */
final class OutputPipe implements Closeable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputPipe.class);
    private static final int CHUNK = 64 * 1024;
    private static final int CAPACITY = 4 * CHUNK;
    private static final byte[] ZEROS = new byte[CAPACITY];

    private final String name;
    private final ReadableByteChannel source;
    private final Optional<FileChannel> pages;
    private final Optional<Path> pending;
    private final ByteBuffer held;
    private int start;
    private int end;

    private OutputPipe(
            String name,
            ReadableByteChannel source,
            Optional<FileChannel> pages,
            Optional<Path> pending,
            ByteBuffer held) {
        this.name = name;
        this.source = source;
        this.pages = pages;
        this.pending = pending;
        this.held = held;
    }

    /** Takes over the output of a process; where that is not possible, reads it as anybody does. */
    static OutputPipe of(Process process, BpftraceCommand command) {
        String name = "";
        try {
            name = new PrivilegedFiles(command).link("/proc/" + process.pid() + "/fd/1");
            Optional<OutputPipe> held = holding(process, name);
            if (held.isPresent()) {
                return held.get();
            }
        } catch (IOException e) {
            LOGGER.debug("what this JVM has read of bpftrace's output will not outlive it", e);
        }
        return new OutputPipe(
                name,
                Channels.newChannel(process.getInputStream()),
                Optional.empty(),
                Optional.empty(),
                ByteBuffer.allocate(CAPACITY));
    }

    private static Optional<OutputPipe> holding(Process process, String name) throws IOException {
        Path file = Files.createTempFile("vexfs-trace", ".pending").toRealPath();
        FileChannel pages;
        try {
            pages = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
        try {
            // Space that is missing is told here and not by a signal later.
            pages.write(ByteBuffer.wrap(ZEROS), 0);
            ByteBuffer held = pages.map(FileChannel.MapMode.READ_WRITE, 0, CAPACITY);
            held.put(ZEROS);
            Path pending = descriptor(file + " (deleted)");
            FileChannel source = FileChannel.open(descriptor(name), StandardOpenOption.READ);
            if (process.isAlive()) {
                // The JVM would read it to its end when the process ends.
                process.getInputStream().close();
                return Optional.of(new OutputPipe(name, source, Optional.of(pages), Optional.of(pending), held));
            }
            source.close();
        } catch (IOException e) {
            pages.close();
            throw e;
        }
        pages.close();
        return Optional.empty();
    }

    /** Finds a descriptor of this JVM by what it leads to. */
    private static Path descriptor(String target) throws IOException {
        Path folder = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
        try (Stream<Path> descriptors = Files.list(folder)) {
            return descriptors
                    .filter(descriptor -> leadsTo(descriptor, target))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no descriptor in " + folder + " is " + target));
        }
    }

    private static boolean leadsTo(Path descriptor, String target) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(target);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Gives what {@code /proc} calls it, such as {@code pipe:[4711]}; empty where that is not known. */
    String name() {
        return name;
    }

    /**
     * Gives this JVM's descriptor of it, which others of its user may open.
     *
     * @throws IOException if there is none
     */
    Path descriptor() throws IOException {
        return descriptor(name);
    }

    /** Gives the descriptor of the file with what was not handed on yet, between zeros. */
    Optional<Path> pending() {
        return pending;
    }

    /** Waits for output; gives how many bytes came, negative at the end. */
    int read(byte[] bytes) throws IOException {
        held.limit(end + Math.min(bytes.length, CAPACITY - end)).position(end);
        int length = source.read(held);
        if (length > 0) {
            held.get(end, bytes, 0, length);
            end += length;
        }
        return length;
    }

    /** Learns that what was read is where it will be found. */
    void handedOn() {
        int whole = end;
        while (whole > start && held.get(whole - 1) != '\n') {
            whole--;
        }
        clear(start, whole);
        start = whole;
        if (start < end && CAPACITY - end < CHUNK) {
            moveToFront();
        }
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    /** What is longer than any line of a trace is none, and not held. */
    private void moveToFront() {
        byte[] line = new byte[end - start <= CHUNK ? end - start : 0];
        held.limit(CAPACITY);
        held.get(start, line);
        held.put(0, line);
        clear(start, end);
        start = 0;
        end = line.length;
    }

    private void clear(int from, int to) {
        held.limit(CAPACITY);
        held.put(from, ZEROS, 0, to - from);
    }

    @Override
    public void close() throws IOException {
        source.close();
        // Open until now: one that nobody refers to is closed.
        if (pages.isPresent()) {
            pages.get().close();
        }
    }
}
