package org.vexfs.trace.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates the files of a trace, in folders where others may have put something in their place.
 *
 * <p>Root writes through nobody else's link, and into nobody else's file or pipe. What it writes, it alone may change,
 * and who ran it by sudo may read it, whatever the umask is. Of any other user the umask holds, and the links are its own.
 */
public final class OutputFile {

    private static final Set<PosixFilePermission> ROOTS_FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> ROOTS_FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int ROOT = 0;
    private static final boolean IS_ROOT = isRoot();

    private OutputFile() {}

    /**
     * Creates a file that must not exist yet, and is never created through a link.
     *
     * @return a stream that stays open when a thread that writes to it is interrupted, as a channel would not
     * @throws FileAlreadyExistsException if there is something of that name, be it a link that leads nowhere
     * @throws IOException if it cannot be created
     */
    public static OutputStream create(Path file) throws IOException {
        createEmpty(file);
        return Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file at its end, and creates it where there is none; never through a link.
     *
     * @return a stream as {@link #create} gives one
     * @throws IOException if it cannot be opened, or root is to write into what another user could have put there
     */
    public static OutputStream append(Path file) throws IOException {
        try {
            createEmpty(file);
        } catch (FileAlreadyExistsException e) {
            // A pipe would have whoever opens it wait for a reader, and a second name may be that of any file.
            if (IS_ROOT && !isRootsAlone(file)) {
                throw new IOException(
                        file
                                + " is not a file that root alone has written. Remedy: remove it, and see who put it there.",
                        e);
            }
        }
        return Files.newOutputStream(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Puts a text in the place of a file, all of it or nothing, and creates the folder.
     *
     * @see #replace(Path, byte[])
     */
    public static void replace(Path file, CharSequence text) throws IOException {
        replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Puts bytes in the place of a file, all of them or none, with its rights, and creates the folder. A device or a pipe is
     * written to, by root only if it is root's.
     *
     * @throws IOException if it cannot be written, or is a link
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, StandardOpenOption.WRITE);
    }

    /**
     * Does the same as {@link #replace(Path, CharSequence)}, such that the file is whole after a loss of power, too.
     *
     * @throws IOException if it cannot be written, or is a link
     */
    public static void replaceDurably(Path file, CharSequence text) throws IOException {
        replace(file, text.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.DSYNC);
    }

    private static void replace(Path file, byte[] bytes, OpenOption mode) throws IOException {
        Path target = file.toAbsolutePath();
        createFolders(target.getParent());
        if (Files.isSymbolicLink(target)) {
            throw new IOException(file + " is a link, through which nothing is written. Remedy: put a file there.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            requireRoots(target);
            Files.write(target, bytes);
            return;
        }
        Path draft = createDraft(target);
        try {
            try (OutputStream stream =
                    Files.newOutputStream(draft, StandardOpenOption.WRITE, mode, LinkOption.NOFOLLOW_LINKS)) {
                stream.write(bytes);
            }
            keepRights(target, draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path createDraft(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path draft = folder.resolve("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + "-"
                + ProcessHandle.current().pid());
        createEmpty(draft);
        return draft;
    }

    private static void keepRights(Path replaced, Path draft) throws IOException {
        Set<PosixFilePermission> rights;
        try {
            rights = Files.getPosixFilePermissions(replaced, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (IS_ROOT) {
            rights.retainAll(ROOTS_FILE);
        }
        setRights(draft, rights);
        openForInvoker(draft, ROOTS_FILE);
    }

    /**
     * Creates a folder, and those that it is in, where they are missing.
     *
     * @throws IOException if that cannot be, or root would get there through another user's link
     */
    public static void createFolders(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Path made = absolute.getRoot();
        for (Path name : absolute) {
            made = made.resolve(name);
            requireRoots(made);
            if (!Files.isDirectory(made)) {
                createFolder(made);
            }
        }
    }

    /**
     * Does nothing where a path leads to its file or folder through no other user's link, or this is not root.
     *
     * @throws IOException if it does
     */
    public static void requireNoForeignLink(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path part = absolute.getRoot();
        for (Path name : absolute) {
            part = part.resolve(name);
            requireRoots(part);
        }
    }

    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, rights(ROOTS_FOLDER));
            openForInvoker(folder, ROOTS_FOLDER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * Does nothing where a path's last name is no link, nor anything else but a file or a folder, or is root's.
     *
     * @throws IOException if it is another user's, and this is root
     */
    private static void requireRoots(Path path) throws IOException {
        if (IS_ROOT
                && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && !isOwnedByRoot(path)) {
            throw new IOException(path + " is "
                    + (Files.isSymbolicLink(path) ? "a link" : "no file")
                    + " that another user put there, and root goes through none. Remedy: remove it, or make it root's"
                    + " with 'chown -h root'.");
        }
    }

    private static void createEmpty(Path file) throws IOException {
        // It fails where anything has that name, links among it: O_EXCL.
        Files.createFile(file, rights(ROOTS_FILE));
        openForInvoker(file, ROOTS_FILE);
    }

    private static FileAttribute<?>[] rights(Set<PosixFilePermission> roots) {
        return IS_ROOT
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(roots)}
                : new FileAttribute<?>[] {};
    }

    /** Whoever ran sudo is to read what came of it, though the umask would take that right away. */
    private static void openForInvoker(Path path, Set<PosixFilePermission> rights) throws IOException {
        if (IS_ROOT && System.getenv("SUDO_UID") != null) {
            setRights(path, rights);
        }
    }

    private static void setRights(Path path, Set<PosixFilePermission> rights) throws IOException {
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(rights);
    }

    private static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT;
        } catch (IOException e) {
            throw new UncheckedIOException("/proc does not tell whose this process is", e);
        }
    }

    private static boolean isRootsAlone(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && isOwnedByRoot(file)
                && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
    }

    private static boolean isOwnedByRoot(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) == ROOT;
    }
}
