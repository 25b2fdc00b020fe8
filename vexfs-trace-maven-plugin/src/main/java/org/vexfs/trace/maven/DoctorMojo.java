package org.vexfs.trace.maven;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.vexfs.trace.manager.FrontEnd;

/**
 * Checks whether a module can be traced on this machine: rights, bpftrace, the kernel, the module and its functions. It fails
 * the build where no trace can start, and says what to do about each thing that is in the way.
 *
 * <pre>{@code mvn vexfs-trace:doctor}</pre>
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends AbstractManagerMojo {

    @Override
    List<String> command() {
        return List.of("doctor");
    }

    /** The command has them in what it found, wherever and however that was written. */
    @Override
    String obstacles(String complaints) {
        StringWriter failed = new StringWriter();
        FrontEnd.MAVEN.run(arguments("--quiet"), new PrintWriter(failed), new PrintWriter(Writer.nullWriter()));
        return "no trace can start here:\n\n" + failed;
    }
}
