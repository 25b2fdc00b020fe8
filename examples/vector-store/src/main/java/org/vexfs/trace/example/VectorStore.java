package org.vexfs.trace.example;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The vector store of the example module, over the commands of its device. */
public final class VectorStore implements AutoCloseable {

    private static final Path DEVICE = Path.of("/dev/vexfs");

    private final FileChannel device;

    private VectorStore(FileChannel device) {
        this.device = device;
    }

    /** Opens the device of the loaded module. */
    public static VectorStore open() throws IOException {
        return new VectorStore(FileChannel.open(DEVICE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    public void insert(long id, int... vector) throws IOException {
        command("insert " + id + " " + join(vector));
    }

    public void update(long id, int... vector) throws IOException {
        command("update " + id + " " + join(vector));
    }

    public void delete(long id) throws IOException {
        command("delete " + id);
    }

    public void fill(int count, int dimensions, int seed) throws IOException {
        command("fill " + count + " " + dimensions + " " + seed);
    }

    public void clear() throws IOException {
        command("clear");
    }

    /** Gives the ids of the nearest vectors, nearest first, by comparing with every one. */
    public List<Long> search(int count, int... vector) throws IOException {
        return ids(command("search " + count + " " + join(vector)));
    }

    public void buildGraph() throws IOException {
        command("hnsw_build");
    }

    /** Gives the ids of near vectors, found through the graph. */
    public List<Long> searchGraph(int count, int... vector) throws IOException {
        return ids(command("hnsw_search " + count + " " + join(vector)));
    }

    /** Gives the ids of near vectors, found through the hash. */
    public List<Long> searchHash(int count, int... vector) throws IOException {
        return ids(command("lsh_search " + count + " " + join(vector)));
    }

    /** Gives whether the cache had the vector. */
    public boolean lookUp(long id) throws IOException {
        return command("cache_get " + id).startsWith("hit");
    }

    /** Sends one command and gives the module's answer. */
    public String command(String line) throws IOException {
        device.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (device.read(buffer) >= 0) {
            answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
            buffer.clear();
        }
        return answer.toString();
    }

    static List<Long> ids(String answer) {
        return answer.lines()
                .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    static String join(int... vector) {
        return Arrays.stream(vector).mapToObj(Objects::toString).collect(Collectors.joining(" "));
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
