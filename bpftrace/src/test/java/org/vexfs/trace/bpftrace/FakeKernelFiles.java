package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vexfs.trace.script.KernelFiles;

/** The files of a kernel that a test describes. */
public final class FakeKernelFiles implements KernelFiles {

    private final Map<String, String> files = new TreeMap<>();
    private final List<String> read = new ArrayList<>();

    public FakeKernelFiles with(String path, String text) {
        files.put(path, text);
        return this;
    }

    public FakeKernelFiles without(String path) {
        files.remove(path);
        return this;
    }

    @Override
    public String read(String path) throws IOException {
        String text = files.get(path);
        if (text == null) {
            throw new NoSuchFileException(path);
        }
        read.add(path);
        return text;
    }

    /** Gives what was read, in order. */
    public List<String> read() {
        return read;
    }

    @Override
    public Map<String, String> readAll(List<String> paths) {
        Map<String, String> texts = new TreeMap<>(files);
        texts.keySet().retainAll(paths);
        return texts;
    }

    @Override
    public OpenFiles open(List<String> paths) throws IOException {
        for (String path : paths) {
            read(path);
        }
        return new OpenFiles() {

            @Override
            public List<String> readAll() {
                return paths.stream().map(files::get).toList();
            }

            @Override
            public void close() {
                // They are no files.
            }
        };
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (String path : files.keySet()) {
            if (path.startsWith(folder)) {
                names.add(path.substring(folder.length()));
            }
        }
        if (names.isEmpty()) {
            throw new NoSuchFileException(folder);
        }
        return names;
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path);
    }
}
