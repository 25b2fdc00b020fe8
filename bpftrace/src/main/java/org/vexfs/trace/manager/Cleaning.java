package org.vexfs.trace.manager;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vexfs.trace.manager.ResultsFolder.Part;
import org.vexfs.trace.manager.ResultsFolder.Result;

/** The removal of old results from a folder, and what came of it. */
final class Cleaning {

    private final ResultsFolder folder;
    private final boolean dryRun;
    private final List<Part> removed = new ArrayList<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();

    private Cleaning(ResultsFolder folder, boolean dryRun) {
        this.folder = folder;
        this.dryRun = dryRun;
    }

    /**
     * Removes the results that were last written before a time.
     *
     * @param running the names of those that are still written
     * @param dryRun whether to find out only what would be removed
     */
    static Cleaning of(ResultsFolder folder, Instant oldest, Set<ResultName> running, boolean dryRun) {
        Cleaning cleaning = new Cleaning(folder, dryRun);
        folder.results().stream()
                .filter(result -> result.lastWritten().isBefore(oldest))
                .forEach(result -> {
                    if (running.contains(result.name())) {
                        result.parts().forEach(part -> cleaning.keep(part, "its trace is running"));
                    } else {
                        cleaning.remove(result);
                    }
                });
        return cleaning;
    }

    /** What has no beginning of its own goes with what has one. */
    private void remove(Result result) {
        boolean written = false;
        for (Part part : result.parts()) {
            if (part.beginning().isPresent() && isWritten(part)) {
                written = true;
                remove(part);
            }
        }
        for (Part part : result.parts()) {
            if (part.beginning().isEmpty() && written) {
                remove(part);
            } else if (part.beginning().isEmpty()) {
                keep(part, "nothing that a trace wrote is beside it");
            }
        }
    }

    private boolean isWritten(Part part) {
        try {
            boolean written = folder.isWritten(part);
            if (!written) {
                keep(part, "it does not begin as what a trace writes");
            }
            return written;
        } catch (IOException e) {
            fail(part, e);
            return false;
        }
    }

    private void remove(Part part) {
        try {
            if (!dryRun) {
                folder.remove(part);
            }
            removed.add(part);
        } catch (IOException e) {
            fail(part, e);
        }
    }

    private void keep(Part part, String why) {
        kept.put(part.file(), why);
    }

    private void fail(Part part, IOException failure) {
        failed.put(
                part.file(),
                failure instanceof FileSystemException known && known.getReason() != null
                        ? known.getReason()
                        : failure.getClass().getSimpleName());
    }

    /** Gives what was removed, or would have been. */
    List<Part> removed() {
        return removed;
    }

    /** Gives what was old enough and is there still, with the reason. */
    Map<String, String> kept() {
        return kept;
    }

    /** Gives what could not be read or removed, with the reason. */
    Map<String, String> failed() {
        return failed;
    }
}
