package org.vexfs.trace.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.vexfs.trace.report.RunRecord;

/** Where a test stands on the page: the same place in the pages of all runs. */
final class Anchor {

    private static final int MOST_CHARACTERS = 60;
    private static final int BYTES = 4;

    private Anchor() {}

    static String of(RunRecord.Started started) {
        String name = (started.className() + "." + started.reportedName())
                .replaceAll("^([a-z0-9_]+\\.)+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
        String head = name.length() <= MOST_CHARACTERS ? name : name.substring(0, MOST_CHARACTERS);
        return "test-" + head + "-" + digest(started.uniqueId() + " " + started.attempt());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
