package org.vexfs.trace.session;

/**
 * Does what a thread that was interrupted before must do all the same: whatever it waits for would end at once, and a
 * file that it reads as a channel would be closed. The thread stays interrupted.
 */
public final class Uninterrupted {

    private Uninterrupted() {}

    /**
     * Something to do.
     *
     * @param <T> what it gives
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Body<T, X extends Exception> {

        T call() throws X;
    }

    /** Does it, and gives what it gives. */
    public static <T, X extends Exception> T call(Body<T, X> body) throws X {
        boolean interrupted = Thread.interrupted();
        try {
            return body.call();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
