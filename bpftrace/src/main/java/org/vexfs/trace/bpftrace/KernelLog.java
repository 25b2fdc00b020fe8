package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.event.KernelLogLine;

/**
 * Reads the kernel's log ({@code /dev/kmsg}) up to now.
 *
 * <p>A trace tells that lines were written, and when; it does not tell them, because bpftrace 0.23 was seen to leave out
 * the first 36 characters of the text in a program of this size.
 */
public final class KernelLog {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BpftraceCommand command;

    public KernelLog(BpftraceCommand command) {
        this.command = command;
    }

    /**
     * Gives the last lines.
     *
     * @param most how many at most, oldest first
     * @param nanos the time to give to each, as the log's own clock is another than the trace's
     * @throws IOException if the log cannot be read
     */
    public List<KernelLogLine> last(long most, long nanos) throws IOException {
        return last(Command.run(reading(command), TIMEOUT).out(), "/dev/kmsg", most, nanos);
    }

    /**
     * Gives the last lines of what was read elsewhere.
     *
     * @param records the file that has it
     * @throws IOException if it cannot be read, or has none
     */
    public static List<KernelLogLine> last(Path records, long most, long nanos) throws IOException {
        return last(Files.readString(records, StandardCharsets.ISO_8859_1), records.toString(), most, nanos);
    }

    private static List<KernelLogLine> last(String records, String source, long most, long nanos) throws IOException {
        List<KernelLogLine> lines = parse(records, nanos);
        if (lines.isEmpty()) {
            throw new IOException(source + " cannot be read");
        }
        return List.copyOf(lines.subList((int) Math.max(0, lines.size() - most), lines.size()));
    }

    /** Gives the command that prints the log. */
    static List<String> reading(BpftraceCommand command) {
        List<String> words = new ArrayList<>(command.sudoWords());
        // Each read of the device is one record; without waiting, the one after the last fails.
        words.addAll(List.of("dd", "if=/dev/kmsg", "iflag=nonblock", "bs=8192", "status=none"));
        return words;
    }

    /** Reads records such as {@code 6,339,5140900,-;text}; lines of properties begin with a space. */
    static List<KernelLogLine> parse(String records, long nanos) {
        List<KernelLogLine> lines = new ArrayList<>();
        for (String record : records.split("\n")) {
            int text = record.indexOf(';');
            if (text > 0 && Character.isDigit(record.charAt(0))) {
                lines.add(new KernelLogLine(nanos, 0, 0, unescape(record.substring(text + 1))));
            }
        }
        return lines;
    }

    /** What cannot be printed stands as {@code \x} and two hexadecimal digits. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i) && i + 4 <= text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return new String(plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
