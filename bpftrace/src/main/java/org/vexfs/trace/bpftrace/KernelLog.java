package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexfs.trace.event.KernelLogLine;

/**
 * Reads the kernel's log ({@code /dev/kmsg}) up to now.
 *
 * <p>A trace tells that lines were written, and when; it does not tell them, because bpftrace 0.23 was seen to leave out
 * the first 36 characters of the text in a program of this size.
 */
public final class KernelLog {

    private static final Pattern ESCAPED = Pattern.compile("\\\\x[0-9a-fA-F]{2}");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The level, the number and the microseconds since boot. */
    private static final Pattern RECORD = Pattern.compile("^\\d+,\\d+,(\\d{1,18}),");

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
     * Gives the last lines of what was read before. As many as a trace told of may reach too far back: it tells of the
     * pieces of a line one by one.
     *
     * @param records the file that has it
     * @param most how many at most, oldest first
     * @param span how much older than the last one they may be, in nanoseconds
     * @param nanos the time to give to each
     * @throws IOException if it cannot be read, or has none
     */
    public static List<KernelLogLine> last(Path records, long most, long span, long nanos) throws IOException {
        List<String> all = Files.readString(records, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> RECORD.matcher(line).find())
                .toList();
        long first = all.isEmpty() ? 0 : micros(all.get(all.size() - 1)) - span / 1_000;
        String recent = all.stream().filter(record -> micros(record) >= first).collect(Collectors.joining("\n"));
        return last(recent, records.toString(), most, nanos);
    }

    private static long micros(String record) {
        Matcher head = RECORD.matcher(record);
        return head.find() ? Long.parseLong(head.group(1)) : 0;
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
            if (ESCAPED.matcher(text).region(i, text.length()).lookingAt()) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return new String(plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
