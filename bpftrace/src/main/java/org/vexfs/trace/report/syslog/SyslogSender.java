package org.vexfs.trace.report.syslog;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends notices on a thread of its own, so that no server holds up a trace. Where the server is away it complains once, goes
 * on trying, and at the end says how many it could not send. Safe for use by several threads.
 */
public final class SyslogSender implements Closeable {

    private static final int MOST_WAITING = 1_024;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
    private static final byte[] END = new byte[0];

    private final SyslogFormat format;
    private final URI target;
    private final Consumer<String> complaints;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "vexfs-trace syslog");
    private volatile @Nullable SyslogTransport transport;
    private long lastTry = System.nanoTime() - BETWEEN_TRIES.toNanos();
    private boolean complained;

    /**
     * Begins to send.
     *
     * @param target as {@link org.vexfs.trace.config.Integration.Syslog#target} has it
     * @param facility the number of the facility
     * @param complaints is told why something cannot be sent
     */
    public SyslogSender(URI target, int facility, Consumer<String> complaints) {
        this.target = target;
        this.format = new SyslogFormat(facility);
        this.complaints = complaints;
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a notice soon. Does not wait. */
    public void send(SyslogNotice notice) {
        if (!waiting.offer(format.bytes(notice, Instant.now()))) {
            unsent.incrementAndGet();
        }
    }

    private void run() {
        try {
            for (byte[] message = waiting.take(); message != END; message = waiting.take()) {
                send(message);
            }
        } catch (InterruptedException e) {
            unsent.addAndGet(waiting.stream().filter(message -> message != END).count());
        }
    }

    private void send(byte[] message) {
        try {
            open().send(message);
        } catch (IOException e) {
            unsent.incrementAndGet();
            drop();
            if (!complained) {
                complained = true;
                complaints.accept("syslog: nothing can be sent to " + target + ": " + e.getMessage()
                        + "; the trace goes on without. Remedy: start a syslog server there, or set"
                        + " integration.syslog.target");
            }
        }
    }

    private SyslogTransport open() throws IOException {
        SyslogTransport open = transport;
        if (open == null) {
            if (System.nanoTime() - lastTry < BETWEEN_TRIES.toNanos()) {
                throw new IOException("it was away a moment ago");
            }
            lastTry = System.nanoTime();
            open = SyslogTransport.open(target);
            transport = open;
        }
        return open;
    }

    private void drop() {
        SyslogTransport open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // It is of no use anyway.
            }
        }
    }

    /** Sends what waits, but not for long, and says how many could not be sent. May be called again. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (waiting.offer(END)) {
                thread.join(LAST_CHANCE.toMillis());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
        drop(); // Which ends a write that blocks, too.
        if (unsent.get() > 0) {
            complaints.accept("syslog: " + unsent.get() + " of its messages could not be sent to " + target);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
