package org.vexfs.trace.manager;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process has a number, as the kernel gives the numbers of those that ended to others.
 *
 * @param pid its number
 * @param start when it started, such that no two processes with that number have it in common
 * @param owner the user whose rights it has
 */
record ProcessIdentity(long pid, String start, int owner) {

    private static final Path PROC = Path.of("/proc");

    /** Where the fields of {@code /proc/PID/stat} that stand behind the name have these two. */
    private static final int STATE = 0;

    private static final int START_TIME = 19;

    private static final Pattern EFFECTIVE_USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)\\s");

    /** Gives the process that has a number now; empty if none has, or the one that had it is only waited for. */
    static Optional<ProcessIdentity> of(long pid) {
        try {
            Path folder = PROC.resolve(Long.toString(pid));
            Matcher owner = EFFECTIVE_USER.matcher(read(folder.resolve("status")));
            String stat = read(folder.resolve("stat"));
            // The name stands in parentheses, and may have some in it, and spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (!owner.find() || fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new ProcessIdentity(
                    pid, start(Long.parseLong(fields[START_TIME])), Integer.parseInt(owner.group(1))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /**
     * Names a start by the kernel's clock, and by the boot from which that counts. The time of day that Java makes of it is
     * not the same in each JVM: it moves where the machine's clock is set.
     */
    private static String start(long ticks) throws IOException {
        return ticks + " ticks after boot "
                + read(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** Gives whether it still runs. */
    boolean runs() {
        return of(pid).filter(this::equals).isPresent();
    }
}
