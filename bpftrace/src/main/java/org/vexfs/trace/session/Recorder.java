package org.vexfs.trace.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.MemoryLedger;
import org.vexfs.trace.analysis.OperationLedger;
import org.vexfs.trace.bpftrace.BpftraceProcess;
import org.vexfs.trace.bpftrace.OutputDecoder;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.script.CustomScript;

/**
 * Takes what bpftrace prints: into the capture, into the ledger, and to those who wait for a marker to come back.
 *
 * <p>Safe for use by several threads. Whoever reads the ledger and notes what was read holds the same lock that every
 * arriving line takes, so that a replay finds the ledger in the same state at that note.
 */
final class Recorder implements BpftraceProcess.OutputReader {

    private final CaptureFile capture;
    private final Consumer<TraceEvent> observer;
    private final MemoryLedger ledger = new MemoryLedger();
    private final OperationLedger operations = new OperationLedger();
    private final OutputDecoder decoder = new OutputDecoder(this::book);
    private final Map<String, CompletableFuture<Echo>> awaited = new HashMap<>();
    private final CompletableFuture<Started> started = new CompletableFuture<>();
    private final Map<String, CustomMarker> customMarkers = new HashMap<>();
    private final Map<String, CustomMaps> customMaps = new HashMap<>();
    private @Nullable String death;

    /**
     * Begins to take down.
     *
     * @param observer is told of every event after it is booked, on the thread that reads bpftrace's output
     */
    Recorder(CaptureFile capture, Consumer<TraceEvent> observer) {
        this.capture = capture;
        this.observer = observer;
    }

    /** Learns that the trace is of a user's script, and notes it. */
    synchronized void expectCustom(LineTag tag, CustomScript script) {
        note(new CaptureNote.CustomTraced(tag.text(), script.file().toString(), script.maps()));
        decoder.expectCustom(tag);
    }

    @Override
    public synchronized void bytes(byte[] bytes, int length) {
        capture.append(bytes, length);
        decoder.feed(bytes, 0, length);
        endUnlessWritten();
    }

    /** A trace that leaves no evidence is over, whatever bpftrace does. */
    private void endUnlessWritten() {
        if (death == null) {
            capture.failure().ifPresent(this::ended);
        }
    }

    /** Learns that the trace is over; of several reasons the first one counts. */
    @Override
    public synchronized void ended(String how) {
        if (death != null) {
            return;
        }
        death = how;
        TraceEndedException exception = new TraceEndedException(how);
        started.completeExceptionally(exception);
        awaited.values().forEach(waiting -> waiting.completeExceptionally(exception));
        awaited.clear();
    }

    private void book(TraceEvent event) {
        ledger.accept(event);
        operations.accept(event);
        // Before anybody who waits for a marker goes on: whoever observes knows by then what came up to it.
        observer.accept(event);
        if (event instanceof Started first) {
            begin(first);
        } else if (event instanceof Heartbeat) {
            // The program of a user's script has no line of its own that says so.
            started.complete(new Started(Started.PROTOCOL, 0));
        } else if (event instanceof CustomMarker marker) {
            customMarkers.put(marker.name(), marker);
        } else if (event instanceof CustomMaps maps) {
            customMaps.put(maps.marker(), maps);
        } else if (event instanceof MarkerEnd end && hasWhatWasAsked(end.name())) {
            answer(end.name());
        }
    }

    private void begin(Started first) {
        if (first.understood()) {
            started.complete(first);
        } else {
            started.completeExceptionally(
                    new TraceEndedException("the script's lines are of protocol " + first.protocol()
                            + "; this version reads " + Started.PROTOCOL
                            + ". Remedy: use the scripts that came with it."));
        }
    }

    /** Maps may be lost, like everything else: then the marker has not come back. */
    private boolean hasWhatWasAsked(String marker) {
        if (marker.startsWith(letter(MarkerName.Kind.DUMP), MarkerName.KIND_INDEX)) {
            return ledger.holdings(marker).isPresent() || customMaps.containsKey(marker);
        }
        return !marker.startsWith(letter(MarkerName.Kind.TOTALS), MarkerName.KIND_INDEX)
                || operations.totals(marker).isPresent();
    }

    private static String letter(MarkerName.Kind kind) {
        return String.valueOf(kind.letter());
    }

    private void answer(String marker) {
        CompletableFuture<Echo> waiting = awaited.remove(marker);
        Optional<CustomEcho> custom = Optional.ofNullable(customMarkers.remove(marker))
                .map(begun -> CustomEcho.of(begun, customMaps.remove(marker)));
        if (waiting != null) {
            waiting.complete(Echo.of(ledger.echo(marker), operations.echo(marker), custom));
        }
    }

    /** Waits until the program runs. */
    Started awaitStart(Duration timeout) throws TraceEndedException {
        return poll(started, timeout)
                .orElseThrow(() -> givenUp("bpftrace did not start its program within " + timeout.toMillis() + " ms"));
    }

    /** Announces a marker that is about to be set. */
    synchronized CompletableFuture<Echo> expect(String marker) {
        CompletableFuture<Echo> waiting = new CompletableFuture<>();
        if (death != null) {
            waiting.completeExceptionally(new TraceEndedException(death));
        } else {
            awaited.put(marker, waiting);
        }
        return waiting;
    }

    /** Waits for an announced marker to come back. */
    Echo await(CompletableFuture<Echo> waiting, Duration timeout) throws TraceEndedException {
        return await(waiting, timeout, timeout);
    }

    /**
     * Waits for an announced marker to come back, as the last of some.
     *
     * @param all how long was waited in all, for the complaint
     */
    Echo await(CompletableFuture<Echo> waiting, Duration timeout, Duration all) throws TraceEndedException {
        return poll(waiting, timeout)
                .orElseThrow(() -> givenUp("bpftrace did not answer a marker within " + all.toMillis() + " ms"));
    }

    /** Whoever waits after this one need not wait, too: a process may have been stopped, and never go on. */
    private TraceEndedException givenUp(String how) {
        ended(how);
        return new TraceEndedException(how);
    }

    /** Waits for something announced; empty if it did not come in time. */
    <T> Optional<T> poll(CompletableFuture<T> waiting, Duration timeout) throws TraceEndedException {
        try {
            return Optional.of(waiting.get(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new TraceEndedException(e.getCause().getMessage());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TraceEndedException("the wait for bpftrace was interrupted");
        }
    }

    /** Reads the ledger while nothing arrives. */
    synchronized <T> T read(Function<MemoryLedger, T> reading) {
        return reading.apply(ledger);
    }

    /** Reads the ledger and notes in the capture what was read, with nothing arriving in between. */
    synchronized <T> T readAndNote(Function<MemoryLedger, T> reading, Function<T, CaptureNote> note) {
        T result = reading.apply(ledger);
        note(note.apply(result));
        return result;
    }

    /** Reads the ledger of operations while nothing arrives. */
    synchronized <T> T readOperations(Function<OperationLedger, T> reading) {
        return reading.apply(operations);
    }

    /** Reads the ledger of operations and notes in the capture what was read, with nothing arriving in between. */
    synchronized <T> T readOperationsAndNote(Function<OperationLedger, T> reading, Function<T, CaptureNote> note) {
        T result = reading.apply(operations);
        note(note.apply(result));
        return result;
    }

    /** Writes a note into the capture. */
    synchronized void note(CaptureNote note) {
        capture.note(note);
        endUnlessWritten();
    }

    /** Gives how long the capture is. */
    synchronized long captureLength() {
        return capture.length();
    }

    /** Gives how the trace ended, if it has. */
    synchronized Optional<String> death() {
        return Optional.ofNullable(death);
    }

    /** bpftrace is gone, or does not answer. */
    static final class TraceEndedException extends Exception {

        private static final long serialVersionUID = 1;

        TraceEndedException(String message) {
            super(message);
        }
    }
}
