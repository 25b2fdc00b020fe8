package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.script.KernelFiles;

/** Reads each file once, however often it is asked for: the kernel takes its time to print its symbols. */
final class ReadOnce implements KernelFiles {

    private final KernelFiles files;
    private final Map<String, String> texts = new HashMap<>();

    ReadOnce(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String read(String path) throws IOException {
        String text = texts.get(path);
        if (text == null) {
            text = files.read(path);
            texts.put(path, text);
        }
        return text;
    }

    @Override
    public Map<String, String> readAll(List<String> paths) throws IOException {
        return files.readAll(paths);
    }

    @Override
    public OpenFiles open(List<String> paths) throws IOException {
        return files.open(paths);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public boolean exists(String path) {
        return files.exists(path);
    }
}
