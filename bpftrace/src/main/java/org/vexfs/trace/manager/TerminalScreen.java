package org.vexfs.trace.manager;

import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.output.PrintableText;

/**
 * The whole screen of the terminal that this process writes to, until it is closed: then the terminal is as it was before.
 * Safe for use by several threads.
 */
final class TerminalScreen implements AutoCloseable {

    private static final int QUIT = 'q';
    private static final long BETWEEN_KEYS = 100;

    /** So often all is drawn again, and not just what changed: what is logged is written across the screen. */
    private static final int FROM_SCRATCH = 20;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final boolean coloured;
    private @Nullable Layout drawn;
    private Size size;
    private @Nullable Object resizing;
    private int drawings;
    private boolean closed;

    /** Gives the lines for a screen. */
    @FunctionalInterface
    interface Layout {

        /**
         * Gives them, none wider and no more.
         *
         * @param columns how wide the screen is
         * @param rows how high it is
         */
        List<ScreenLine> lines(int columns, int rows);
    }

    private TerminalScreen(Terminal terminal, boolean coloured) {
        this.terminal = terminal;
        this.coloured = coloured;
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        // Ctrl-C is to end the trace, and not a key like others.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, true);
        terminal.setAttributes(raw);
        this.display = new Display(terminal, true);
        this.size = terminal.getSize();
    }

    /**
     * Takes the screen over, from standard output and the keyboard.
     *
     * @param quit is run when {@code q} is pressed, on a thread of its own
     * @return empty where one of them is no terminal, or one that cannot place its cursor
     */
    static Optional<TerminalScreen> open(Runnable quit) {
        String type = System.getenv("TERM");
        if (System.console() == null || type == null || type.equals(Terminal.TYPE_DUMB)) {
            return Optional.empty();
        }
        // Ctrl-C ends this JVM in order, which takes a while and writes its report: the terminal is given back before
        // that.
        System.setProperty(ShutdownHooks.PROP_DISABLE_SHUTDOWN_HOOK, "true");
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.ForcedSysOut)
                    // Through stty: no native library is unpacked and loaded by root.
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    .dumb(false)
                    // The JVM's own handlers stay, of which those for its end run shutdown hooks.
                    .nativeSignals(false)
                    .build();
            if (terminal.getStringCapability(Capability.cursor_address) == null) {
                terminal.close();
                return Optional.empty();
            }
            String noColour = System.getenv("NO_COLOR");
            TerminalScreen screen = new TerminalScreen(terminal, noColour == null || noColour.isEmpty());
            screen.begin(quit);
            return Optional.of(screen);
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private void begin(Runnable quit) {
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        resizing = Signals.register(Terminal.Signal.WINCH.name(), this::resized);
        Thread keys = new Thread(() -> readKeys(quit), "vexfs-trace keys");
        keys.setDaemon(true);
        keys.start();
    }

    private void readKeys(Runnable quit) {
        try {
            int key = 0;
            while (!closed() && key != QUIT && key != -1) {
                key = terminal.reader().read(BETWEEN_KEYS);
            }
            if (key == QUIT) {
                quit.run();
            }
        } catch (IOException e) {
            // The keyboard is gone, as it is when the screen is closed: Ctrl-C and stop still end the trace.
            return;
        }
    }

    /**
     * Asking for the size starts a process, so it is asked for when it changes. JLine itself listens for that only if it may
     * for all signals.
     */
    private synchronized void resized() {
        if (!closed) {
            try {
                size = terminal.getSize();
            } catch (IOError e) {
                return; // It is gone.
            }
            display.clear();
            if (drawn != null) {
                draw(drawn);
            }
        }
    }

    /** Draws. */
    synchronized void draw(Layout layout) {
        if (closed) {
            return;
        }
        drawn = layout;
        if (drawings % FROM_SCRATCH == 0) {
            display.clear();
        }
        drawings++;
        display.resize(size);
        display.update(
                layout.lines(size.getColumns(), size.getRows()).stream()
                        .map(this::styled)
                        .toList(),
                0);
    }

    private AttributedString styled(ScreenLine line) {
        AttributedStyle style = AttributedStyle.DEFAULT;
        return new AttributedString(
                PrintableText.line(line.text()),
                switch (line.tone()) {
                    case PLAIN -> style;
                    case HEADING -> style.bold();
                    case ASIDE -> coloured ? style.faint() : style;
                    case GOOD -> coloured ? style.foreground(AttributedStyle.GREEN) : style;
                    case BAD -> coloured ? style.foreground(AttributedStyle.RED) : style.bold();
                });
    }

    private synchronized boolean closed() {
        return closed;
    }

    /** Gives the terminal back. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Signals.unregister(Terminal.Signal.WINCH.name(), resizing);
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.cursor_normal);
        terminal.flush();
        try {
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException | IOError e) {
            // It is gone, as after a hang-up, and the trace has its report to write yet.
            return;
        }
    }
}
