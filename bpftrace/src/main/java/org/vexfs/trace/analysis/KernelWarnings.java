package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.vexfs.trace.event.KernelLogLine;

/**
 * Finds the kernel's complaints in its log.
 *
 * <p>A report is printed by one thread, without a pause: a line of another thread belongs to another one, and the lines
 * between that are no part of a report are left out. The
 * message of a {@code WARN} comes before the headline, after the line that cuts it off from what was before.
 */
public final class KernelWarnings {

    private static final int MOST_LINES = 40;

    /** A console may be slow, but the lines of one report follow each other within this, in nanoseconds. */
    private static final long LONGEST_PAUSE = 2_000_000_000L;

    /** How a complaint begins, on kernels 6.1 to 7.2; the rest of a report belongs to it. */
    private static final Pattern HEADLINE = Pattern.compile(
            "(watchdog: |rcu: )?(kernel BUG at |BUG: |BUG [\\w-]+|WARNING: |Oops\\b|Internal error: |KASAN: "
                    + "|UBSAN: |general protection fault|Unable to handle kernel|Kernel panic|INFO: task .* blocked"
                    + "|INFO: rcu|INFO: possible |INFO: .* (stall|self-detected)|Trying to vfree\\(\\)"
                    + "|list_(add|del) corruption|refcount_t: |Slab .*Objects remaining|kmem_cache_destroy "
                    + "|Object already free|Invalid object pointer|kernfs: |sysfs: cannot|stack segment:|divide error:"
                    + "|invalid opcode:|double fault:|int3:|page:.*bad|Bad page|kmemleak: \\d+ new ).*");

    /** What is no report of its own where its thread has just begun one: an oops comes of a BUG or of a fault. */
    private static final Pattern CONSEQUENCE =
            Pattern.compile("(Oops\\b|Internal error: |invalid opcode:|stack segment:|int3:|Kernel panic).*");

    /** What the slab allocator prints of the complaint that it has just printed as text. */
    private static final Pattern SLAB_CONSEQUENCE =
            Pattern.compile("(WARNING: .*mm/(slub|slab_common)\\.c:|kmem_cache_destroy |Slab .*Objects remaining"
                    + "|Object already free|Invalid object pointer).*");

    /** The message that a warning of {@code refcount_t}, of a list or of an object's lifetime prints right before it. */
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("(refcount_t: |list_(add|del) corruption|Trying to vfree\\(\\)|kernfs: |sysfs: cannot"
                    + "|kmem_cache_destroy ).*");

    /** The lines of a report that is under way. */
    private static final Pattern REPORT =
            Pattern.compile("( |\\t|\\[|>|RIP:|RSP:|RAX:|RDX:|RBP:|R1[0-9]:|FS:|CS:|CR2:|PKRU:|Code:|#PF:|PGD "
                    + "|Call Trace:|Modules linked in:|Last unloaded:|CPU: |Hardware name:|Tainted: |Workqueue: |-----|====="
                    + "|---\\[|</?TASK>|</?IRQ>|Object |Padding |Redzone |Bytes b4 |Allocated (in|by)|Freed (in|by)|Slab 0x|FIX "
                    + "|DR[0-9]:|EFLAGS|Read of size|Write of size|Free of addr|The buggy address|flags: |raw: |page: "
                    + "|page dumped because|Memory state around|Disabling lock debugging).*");

    private static final Pattern END = Pattern.compile("---\\[ end (trace|Kernel panic).*");

    /** What the kernel prints before the message of a warning, which its headline follows. */
    private static final String CUT = "------------[ cut here ]------------";

    private static final int MOST_MESSAGE_LINES = 8;

    private KernelWarnings() {}

    /** Finds them in lines of the log, oldest first. */
    public static List<KernelWarning> in(List<KernelLogLine> log) {
        List<Report> reports = new ArrayList<>();
        Map<Integer, Report> latest = new HashMap<>();
        Map<Integer, Message> messages = new HashMap<>();
        for (KernelLogLine line : log) {
            // A line may be one record of several, such as a slab report's first one.
            line.text().lines().forEach(text -> add(line, text.stripTrailing(), reports, latest, messages));
        }
        return reports.stream().map(Report::warning).toList();
    }

    private static void add(
            KernelLogLine line,
            String text,
            List<Report> reports,
            Map<Integer, Report> latest,
            Map<Integer, Message> messages) {
        Report current = latest.get(line.tid());
        if (current != null && line.nanos() - current.lastNanos > LONGEST_PAUSE) {
            current = null;
        }
        String stripped = text.stripLeading();
        boolean headline = HEADLINE.matcher(stripped).matches();
        Message message = messages.get(line.tid());
        if (message != null && line.nanos() - message.nanos() > LONGEST_PAUSE) {
            messages.remove(line.tid());
            message = null;
        }
        if (stripped.equals(CUT)) {
            messages.put(line.tid(), new Message(line.nanos(), new ArrayList<>()));
        } else if (message != null && !headline) {
            if (message.lines().size() < MOST_MESSAGE_LINES) {
                message.lines().add(text);
            } else {
                messages.remove(line.tid());
            }
        } else if (headline && (current == null || !current.explains(stripped))) {
            Report report = new Report(line, text, message == null ? List.of() : message.lines());
            messages.remove(line.tid());
            reports.add(report);
            latest.put(line.tid(), report);
        } else if (current != null
                && (headline || !current.ended && REPORT.matcher(text).matches())) {
            messages.remove(line.tid());
            current.add(line, text);
        }
    }

    /** What a thread printed since it announced a report. */
    private record Message(long nanos, List<String> lines) {}

    /** A report that may still get lines. */
    private static final class Report {

        private final KernelLogLine head;
        private final String headline;
        private final List<String> lines = new ArrayList<>();
        private boolean ended;
        private boolean announced;
        private long lastNanos;

        Report(KernelLogLine head, String text, List<String> message) {
            this.head = head;
            this.headline = text.strip();
            this.announced = ANNOUNCEMENT.matcher(headline).matches();
            lines.addAll(message);
            add(head, text);
        }

        void add(KernelLogLine line, String text) {
            if (lines.size() < MOST_LINES) {
                lines.add(text);
            }
            lastNanos = line.nanos();
            ended = END.matcher(text.stripLeading()).matches();
        }

        /** Gives whether a headline that comes next in the same thread is of this report. */
        boolean explains(String next) {
            if (CONSEQUENCE.matcher(next).matches()) {
                return true;
            }
            if (headline.startsWith("BUG ") && SLAB_CONSEQUENCE.matcher(next).matches()) {
                return true;
            }
            // The announcement is of one WARNING or BUG, and of no other.
            boolean mine = announced && !ended && (next.startsWith("WARNING: ") || next.startsWith("kernel BUG at "));
            announced &= !mine;
            return mine;
        }

        KernelWarning warning() {
            return new KernelWarning(headline, head.nanos(), lines);
        }
    }
}
