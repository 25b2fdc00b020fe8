package org.vexfs.trace.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Another build: takes the lock of a folder and a module, and ends with 0 if it got it. */
final class LockTaker {

    private LockTaker() {}

    public static void main(String[] arguments) throws Exception {
        try {
            MachineLock.acquire(Path.of(arguments[0]), arguments[1], Duration.ofMillis(100))
                    .close();
        } catch (TraceUnavailableException e) {
            System.exit(3);
        }
    }

    /** Gives whether another JVM gets the lock now. */
    static boolean anotherJvmGets(Path folder, String module) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockTaker.class.getName(),
                        folder.toString(),
                        module)
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = other.waitFor();
        if (exit != 0 && exit != 3) {
            throw new AssertionError("the other JVM ended with " + exit + ": " + said);
        }
        return exit == 0;
    }
}
