package org.vexfs.trace.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.script.ModuleSymbols;

/** What stood where in the kernel's code while a trace ran, as its capture tells. */
final class CapturedCode {

    private final Path capture;
    private final CodeMap code;
    private final Map<Long, String> sources = new HashMap<>();
    private final Map<Long, String> kernel = new HashMap<>();

    CapturedCode(Path capture, CaptureNote.Header header) {
        this.capture = capture;
        this.code = new CodeMap(
                symbols(header.module(), header.textStart(), header.textEnd(), header.functions(), capture));
    }

    String module() {
        return code.module();
    }

    /** Learns that the module was loaded somewhere. */
    void add(ModuleChange change) {
        code.add(change);
    }

    /** Learns what a note tells of it. */
    void add(CaptureNote note) {
        if (note instanceof CaptureNote.Source source) {
            sources.put(address(source.address(), capture), source.place());
        } else if (note instanceof CaptureNote.Symbol symbol) {
            kernel.put(address(symbol.address(), capture), symbol.function());
        } else if (note instanceof CaptureNote.Loaded loaded) {
            code.add(symbols(code.module(), loaded.textStart(), loaded.textEnd(), loaded.functions(), capture));
        }
    }

    CallSite callSite(long address) {
        return code.at(
                address,
                place -> Optional.ofNullable(sources.get(place)),
                place -> Optional.ofNullable(kernel.get(place)));
    }

    CallSite nameOnly(long address) {
        return code.at(address, place -> Optional.empty(), place -> Optional.ofNullable(kernel.get(place)));
    }

    /** Reads a note. */
    static CaptureNote parse(Note note, Path capture) {
        try {
            return CaptureFile.parse(note);
        } catch (JsonProcessingException e) {
            throw new CaptureException(capture + ": a note that this version does not know: " + note.json()
                    + ". Remedy: use the version that wrote it, or a later one.");
        }
    }

    private static ModuleSymbols symbols(
            String module, String textStart, String textEnd, Map<String, String> names, Path capture) {
        TreeMap<Long, String> functions = new TreeMap<>(Long::compareUnsigned);
        names.forEach((address, name) -> functions.put(address(address, capture), name));
        return new ModuleSymbols(module, address(textStart, capture), address(textEnd, capture), functions);
    }

    private static long address(String hexadecimal, Path capture) {
        try {
            return Long.parseUnsignedLong(hexadecimal, 16);
        } catch (NumberFormatException e) {
            throw new CaptureException(capture + ": '" + hexadecimal
                    + "' is no address. Remedy: use the capture as the live run wrote it.");
        }
    }
}
