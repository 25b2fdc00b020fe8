package org.vexfs.trace.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.output.PrintableText;

/**
 * The right to trace a module on this machine: a module has one state, so two builds that trace it would see each
 * other. The kernel gives the lock back when the JVM ends, however it ends.
 */
final class MachineLock implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MachineLock.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final int LONGEST_HOLDER = 1024;

    /**
     * Who may open a lock's file in this JVM. The kernel takes all of a process's locks on a file away when the process
     * closes any descriptor of it, so whoever waits in this JVM must not touch the file.
     */
    private static final Map<Path, Semaphore> TURNS = new ConcurrentHashMap<>();

    private final FileChannel channel;
    private final FileLock lock;
    private final Semaphore turn;

    private MachineLock(FileChannel channel, FileLock lock, Semaphore turn) {
        this.channel = channel;
        this.lock = lock;
        this.turn = turn;
    }

    /**
     * Takes the lock, and waits for it as long as another holds it.
     *
     * @throws TraceUnavailableException if it is still held when the time is over, or cannot be used; the message says
     *     who holds it
     */
    static MachineLock acquire(Path folder, String module, Duration timeout) throws TraceUnavailableException {
        Path file = folder.toAbsolutePath().resolve("vexfs-trace-" + module + ".lock");
        long began = System.nanoTime();
        Semaphore turn = TURNS.computeIfAbsent(file, unlocked -> new Semaphore(1));
        boolean taken = false;
        try {
            taken = turn.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            throw stillHeld(self(), file, timeout, began);
        }
        try {
            return acquire(file, timeout, began, turn);
        } catch (TraceUnavailableException e) {
            turn.release();
            throw e;
        }
    }

    private static MachineLock acquire(Path file, Duration timeout, long began, Semaphore turn)
            throws TraceUnavailableException {
        FileChannel channel;
        try {
            channel = open(file);
            requireLock(file, channel);
        } catch (IOException e) {
            throw new TraceUnavailableException(
                    "cannot open the lock " + file + ", which keeps two builds from tracing one module: " + e
                            + ". Remedy: remove it if it belongs to another user.",
                    e);
        }
        try {
            return new MachineLock(channel, await(channel, file, timeout, began), turn);
        } catch (IOException | TraceUnavailableException e) {
            try (channel) {
                throw e instanceof TraceUnavailableException unavailable
                        ? unavailable
                        : new TraceUnavailableException("cannot lock " + file + ": " + e, e);
            } catch (IOException closing) {
                e.addSuppressed(closing);
                throw new TraceUnavailableException("cannot lock " + file + ": " + e, e);
            }
        }
    }

    /**
     * Opens the file for any user of the machine. It is opened without O_CREAT where it exists: the kernel lets not
     * even root create over another's file in a folder that everybody may write to (fs.protected_regular).
     */
    private static FileChannel open(Path file) throws IOException {
        Set<OpenOption> existing = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            return FileChannel.open(file, existing);
        } catch (NoSuchFileException absent) {
            try {
                Files.createFile(file);
                // Apart from creation, because a umask would take the rights away.
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            } catch (FileAlreadyExistsException anotherWasFaster) {
                LOGGER.debug("{} was created by another process", file);
            }
            return FileChannel.open(file, existing);
        }
    }

    /** What has another name, too, may be any file, and to lock it would overwrite it. */
    private static void requireLock(Path file, FileChannel channel) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) != 1) {
            channel.close();
            throw new IOException("it is no file of one name");
        }
    }

    /** Gives the folder that the machine's locks are in. */
    static Path defaultFolder() {
        Path folder = Path.of("/run/lock");
        return Files.isWritable(folder) ? folder : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static FileLock await(FileChannel channel, Path file, Duration timeout, long began)
            throws IOException, TraceUnavailableException {
        boolean told = false;
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                String holder = self() + " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
                return lock;
            }
            String holder = holder(channel);
            if (!told) {
                LOGGER.warn("waiting up to {} s for {}, which traces the same module", timeout.toSeconds(), holder);
                told = true;
            }
            if (System.nanoTime() - began > timeout.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw stillHeld(holder, file, timeout, began);
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid() + " in " + Path.of("").toAbsolutePath();
    }

    private static TraceUnavailableException stillHeld(String holder, Path file, Duration timeout, long began) {
        boolean interrupted = System.nanoTime() - began < timeout.toNanos();
        return new TraceUnavailableException("the module is traced by " + holder + ", which did not end "
                + (interrupted ? "before the wait for it was interrupted" : "within " + timeout.toSeconds() + " s")
                + " (lock " + file + "). Remedy: let it end, or raise bpftrace.lock_timeout.");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(text, 0);
        // Every user may write there.
        String holder = PrintableText.line(new String(text.array(), 0, text.position(), StandardCharsets.UTF_8));
        return holder.isBlank() ? "another process" : holder;
    }

    @Override
    public void close() throws IOException {
        if (!lock.isValid()) {
            return;
        }
        try (channel) {
            lock.release();
        } finally {
            turn.release();
        }
    }
}
