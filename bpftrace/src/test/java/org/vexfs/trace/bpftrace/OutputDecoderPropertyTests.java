package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.vexfs.trace.event.TraceEvent;

/** What bpftrace prints comes through pipes in any pieces, and may be damaged: the events are those of the lines. */
class OutputDecoderPropertyTests {

    private static final byte[] OLDER = Decoded.capture("6.12");
    private static final byte[] NEWER = Decoded.capture("7");

    /**
     * A byte that is not what bpftrace printed.
     *
     * @param place where it stands, as a share of the whole
     * @param value what is there instead
     */
    private record Damage(double place, byte value) {}

    @Property(tries = 200)
    void theEventsAreTheSameWhateverTheChunks(
            @ForAll("captures") byte[] bytes,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 9_000) Integer> sizes) {
        assertThat(inChunks(bytes, sizes)).isEqualTo(Decoded.chunks(bytes, Integer.MAX_VALUE));
    }

    @Property(tries = 200)
    void damagedBytesAreReadTheSameWhateverTheChunksAndEndNothing(
            @ForAll("captures") byte[] bytes,
            @ForAll("damages") List<Damage> damages,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 9_000) Integer> sizes) {
        byte[] damaged = bytes.clone();
        damages.forEach(damage -> damaged[(int) (damage.place() * (bytes.length - 1))] = damage.value());

        assertThat(inChunks(damaged, sizes)).isEqualTo(Decoded.chunks(damaged, Integer.MAX_VALUE));
    }

    @Property(tries = 200)
    void whatIsDamagedInOneLineTakesNothingFromTheLinesBefore(
            @ForAll("captures") byte[] bytes, @ForAll("damages") List<Damage> damages) {
        int from = lineAfterHalf(bytes);
        byte[] damaged = bytes.clone();
        damages.forEach(damage -> damaged[from + (int) (damage.place() * (bytes.length - 1 - from))] = damage.value());

        List<TraceEvent> before = Decoded.chunks(Arrays.copyOf(bytes, from), Integer.MAX_VALUE);
        assertThat(Decoded.chunks(damaged, Integer.MAX_VALUE)).startsWith(before.toArray(TraceEvent[]::new));
    }

    @Provide
    Arbitrary<byte[]> captures() {
        return Arbitraries.of(OLDER, NEWER);
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }

    /** Decodes bytes that arrive in chunks of these sizes, over and over. */
    private static List<TraceEvent> inChunks(byte[] bytes, List<Integer> sizes) {
        List<TraceEvent> events = new ArrayList<>();
        OutputDecoder decoder = new OutputDecoder(events::add);
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            // Only empty chunks would never end.
            int size = Math.min(sizes.get(i % sizes.size()) + i % 2, bytes.length - at);
            decoder.feed(bytes, at, size);
            at += size;
        }
        return events;
    }

    private static int lineAfterHalf(byte[] bytes) {
        int at = bytes.length / 2;
        while (bytes[at - 1] != '\n') {
            at++;
        }
        return at;
    }
}
