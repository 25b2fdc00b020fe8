package org.vexfs.trace.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the errors that a kernel function returns. */
public final class Errno {

    /**
     * From 1 on; include/uapi/asm-generic/errno-base.h and errno.h. A dash stands for a number that is not used, or that
     * another name has.
     */
    private static final List<String> NAMES = List.of("""
            EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD
            EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR
            EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS
            EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP
            - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI
            EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR
            ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM
            EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
            ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE
            EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE \
            EADDRNOTAVAIL ENETDOWN
            ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT
            ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM
            EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD
            ENOTRECOVERABLE ERFKILL EHWPOISON""".split("\\s+"));

    /** Those that stay within the kernel; include/linux/errno.h. */
    private static final Map<Integer, String> WITHIN_THE_KERNEL = Map.of(
            512, "ERESTARTSYS",
            513, "ERESTARTNOINTR",
            514, "ERESTARTNOHAND",
            515, "ENOIOCTLCMD",
            516, "ERESTART_RESTARTBLOCK",
            517, "EPROBE_DEFER",
            524, "ENOTSUPP",
            529, "EIOCBQUEUED");

    private static final Map<Integer, String> ALL = new HashMap<>(WITHIN_THE_KERNEL);

    static {
        for (int i = 0; i < NAMES.size(); i++) {
            if (!NAMES.get(i).equals("-")) {
                ALL.put(i + 1, NAMES.get(i));
            }
        }
    }

    private Errno() {}

    /**
     * Gives an error as a function returns it.
     *
     * @param errno its number, such as 12
     * @return such as {@code -ENOMEM}; the negative number where it has no name
     */
    public static String returned(int errno) {
        return "-" + ALL.getOrDefault(errno, String.valueOf(errno));
    }
}
