package org.vexfs.trace.manager;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option of the commands that look at results. */
final class ResultsOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "results",
            description = "The folder of the results. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    Path folder() {
        return folder;
    }

    /**
     * Opens the folder.
     *
     * @param command whose option it is
     * @return the folder; empty if there is none
     */
    Optional<ResultsFolder> open(CommandSpec command) {
        try {
            return ResultsFolder.open(folder);
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "--output is '" + folder + "', which cannot be read ("
                            + (e instanceof FileSystemException ? e.getClass().getSimpleName() : e.getMessage())
                            + "); expected a folder of results");
        }
    }
}
