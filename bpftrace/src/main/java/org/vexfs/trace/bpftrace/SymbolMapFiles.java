package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.script.KernelFiles;

/** Reads another file where the kernel's map of symbols is asked for. */
final class SymbolMapFiles implements KernelFiles {

    private static final String SYMBOLS = "/proc/kallsyms";

    private final KernelFiles files;
    private final String map;

    SymbolMapFiles(KernelFiles files, String map) {
        this.files = files;
        this.map = map;
    }

    @Override
    public String read(String path) throws IOException {
        return files.read(path.equals(SYMBOLS) ? map : path);
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
        return files.exists(path.equals(SYMBOLS) ? map : path);
    }
}
