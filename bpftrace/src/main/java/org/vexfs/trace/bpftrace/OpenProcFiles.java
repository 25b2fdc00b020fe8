package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexfs.trace.script.KernelFiles;

/** Files of {@code /proc} that are held open: the kernel prints one anew whenever it is read from its beginning. */
final class OpenProcFiles implements KernelFiles.OpenFiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenProcFiles.class);

    private final List<RandomAccessFile> files = new ArrayList<>();
    private byte[] buffer = new byte[4096];

    private OpenProcFiles() {}

    /** @throws IOException if one is absent or may not be read; none is open then */
    static OpenProcFiles of(List<String> paths) throws IOException {
        OpenProcFiles open = new OpenProcFiles();
        try {
            for (String path : paths) {
                open.files.add(new RandomAccessFile(path, "r"));
            }
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    @Override
    public List<String> readAll() throws IOException {
        List<String> texts = new ArrayList<>(files.size());
        for (RandomAccessFile file : files) {
            texts.add(read(file));
        }
        return texts;
    }

    private String read(RandomAccessFile file) throws IOException {
        file.seek(0);
        int length = 0;
        for (int read = 0; read >= 0; read = file.read(buffer, length, buffer.length - length)) {
            length += read;
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * length);
            }
        }
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        for (RandomAccessFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                LOGGER.debug("a file of /proc cannot be closed", e);
            }
        }
    }
}
