package org.vexfs.trace.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the scripts, what each shows, and which of its sections are on. If it is to say more, also which functions of the
 * loaded module each would probe, and which patterns of the configuration match nothing.
 *
 * <pre>{@code mvn vexfs-trace:list -Dvexfs.trace.manager.verbose}</pre>
 */
@Mojo(name = "list", requiresProject = false, threadSafe = true)
public final class ListMojo extends AbstractManagerMojo {

    /**
     * Which scripts, of {@code kernel}, {@code performance} and {@code memory}; all if none is named.
     *
     * <pre>{@code
     * <scripts>
     *   <script>memory</script>
     * </scripts>
     * }</pre>
     */
    @Parameter(property = "vexfs.trace.manager.scripts")
    private List<String> scripts;

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("list"));
        if (scripts != null) {
            command.addAll(scripts);
        }
        return command;
    }
}
