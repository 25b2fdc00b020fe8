package org.vexfs.trace.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the capture of one test's window, in which functions of a module allocate and free. */
final class GivenCapture {

    private static final List<String> FUNCTIONS = List.of("vexfs_insert", "vexfs_cache_fill");

    private final List<String> lines = new ArrayList<>();
    private final String window;
    private long now = 1_000_000;
    private long address = 0xffff888000001000L;
    private int marks;
    private int allocations;
    private int frees;
    private int doubleFrees;
    private int logged;
    private int calls;
    private int missedAllocations;

    /** Begins the window of a test method. */
    GivenCapture(Class<?> type, String method) {
        this(type, method, 1);
    }

    /** Begins the window of a run of a test method: 1 for its first, 2 for its first rerun. */
    GivenCapture(Class<?> type, String method, int attempt) {
        this(
                "[engine:junit-jupiter]/[class:" + type.getName() + "]/[method:" + method + "()]",
                type.getSimpleName() + "." + method,
                attempt);
    }

    /** Begins the window of a test. */
    GivenCapture(String uniqueId, String displayName) {
        this(uniqueId, displayName, 1);
    }

    private GivenCapture(String uniqueId, String displayName, int attempt) {
        note(
                "header",
                "\"format\":2,\"created\":\"2026-11-23T12:00:00Z\",\"module\":\"vexfs\",\"kernel\":\"6.12\","
                        + "\"bpftrace\":\"0.23.2\",\"textStart\":\"ffffffffc0a00000\",\"textEnd\":\"ffffffffc0a10000\","
                        + "\"functions\":{\"ffffffffc0a01000\":\"vexfs_insert\",\"ffffffffc0a02000\":\"vexfs_cache_fill\"},"
                        + "\"sourcesMissing\":\"\"");
        window = String.format("vx00000c%07d", marks);
        note(
                "opened",
                "\"window\":\"" + window + "\",\"uniqueId\":\"" + uniqueId + "\",\"displayName\":\"" + displayName
                        + "\",\"attempt\":" + attempt + ",\"attribution\":\"MODULE\",\"indirect\":\"FAIL\"");
        mark();
    }

    /** A function allocates an object and keeps it. */
    GivenCapture holds(String function, int bytes) {
        allocations++;
        calls++;
        String site = site(function);
        return print("A " + ++now + " 246 250 " + Long.toHexString(address += 0x100) + " " + bytes + " " + bytes + " "
                + site + " s " + site);
    }

    /** A function allocates an object, and frees it twice. */
    GivenCapture freesTwice(String function, int bytes) {
        holds(function, bytes);
        frees++;
        doubleFrees++;
        long first = ++now;
        String freed = " 246 250 " + Long.toHexString(address) + " " + site(function) + " ";
        print("F " + first + freed + (first - 1));
        return print("D " + ++now + freed + first);
    }

    /** The kernel writes a line into its log. */
    GivenCapture logs(String line) {
        logged++;
        print("K " + ++now + " 246 250");
        return note("logged", "\"window\":\"" + window + "\",\"lines\":[\"" + line + "\"]");
    }

    private static String site(String function) {
        return "ffffffffc0a0" + (FUNCTIONS.indexOf(function) + 1) + "010";
    }

    /** The test aborts itself. */
    GivenCapture aborts(String reason) {
        return note("aborted", "\"window\":\"" + window + "\",\"reason\":\"" + reason + "\"");
    }

    /** The test fails by itself. */
    GivenCapture fails(String failure) {
        return note("failed", "\"window\":\"" + window + "\",\"failure\":\"" + failure + "\"");
    }

    /** From here on a judgement has a gap. */
    GivenCapture missesAnAllocation() {
        missedAllocations = 1;
        return this;
    }

    /** The window is judged here, for an assertion or a sample. */
    GivenCapture judged(String assertion) {
        String end = mark();
        return note(
                "judged",
                "\"window\":\"" + window + "\",\"assertion\":\"" + assertion + "\",\"end\":\"" + end
                        + "\",\"dump\":\"\",\"missedAllocations\":" + missedAllocations
                        + ",\"missedFrees\":0,\"death\":\"\",\"settling\":[]");
    }

    /** The next judgement leaves out the objects of a function. */
    GivenCapture leavesOut(String function) {
        return note(
                "excepted",
                "\"window\":\"" + window + "\",\"suppressions\":[{\"function\":\"" + function
                        + "\",\"size\":0,\"reason\":\"known\",\"expires\":\"2026-11-30\"}]");
    }

    /** The window ends. */
    void write(Path folder) throws IOException {
        write(folder, "live");
    }

    /** The window ends; each capture in a folder has a name of its own. */
    void write(Path folder, String name) throws IOException {
        judged("window");
        Files.write(Files.createDirectories(folder).resolve(name + ".capture.jsonl"), lines);
    }

    private String mark() {
        String name = String.format("vx00000c%07d", marks++);
        print("M " + ++now + " 246 250 " + name + " " + allocations + " " + frees + " " + doubleFrees + " 0 0 0 0 "
                + ++calls + " 0 0 " + logged);
        return name;
    }

    private GivenCapture print(String line) {
        lines.add("{\"type\": \"printf\", \"data\": \"" + line + "\\n\"}");
        return this;
    }

    private GivenCapture note(String type, String fields) {
        lines.add("{\"type\":\"vexfs-trace\",\"note\":\"" + type + "\"," + fields + "}");
        return this;
    }
}
