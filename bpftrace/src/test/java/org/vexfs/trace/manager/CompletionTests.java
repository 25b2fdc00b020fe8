package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.manager.Manager.Answer;

/** What real shells complete with the script that the trace manager writes for them. */
class CompletionTests {

    /** What a shell does when Tab is pressed at the end of the words. */
    private static final String TAB = """
            source "$1"
            shift
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            # As bash looks it up: by the last part of the command's path.
            function=$(complete -p "${1##*/}" | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')
            # What it asks of the line editor has none here.
            compopt() { :; }
            "$function" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private Path completion;

    @BeforeEach
    void generated() throws Exception {
        Answer answer = new Manager(folder).run("generate-completion");
        assertThat(answer.status()).isZero();
        completion = Files.writeString(folder.resolve("completion"), answer.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vexfs_trace_manager.sh per|performance",
                "bpftrace/tools/vexfs_trace_manager.sh per|performance",
                "/opt/vexfs/bpftrace/tools/vexfs_trace_manager.sh anal|analyze",
                "vexfs_trace_manager.sh analyze --fail|--fail-on",
                "vexfs_trace_manager.sh memory --dur|--duration",
                "vexfs_trace_manager.sh clean --dry|--dry-run",
            })
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        assertThat(complete("bash", TAB, typed)).containsExactly(completed);
    }

    @Test
    void bashCompletesWhatAnOptionTakes() throws Exception {
        assertThat(complete("bash", TAB, "vexfs_trace_manager.sh analyze --fail-on double"))
                .containsExactly("double-frees");
    }

    @Test
    void zshCompletesCommands() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed here");

        assertThat(complete(
                        "zsh",
                        "autoload -U compinit && compinit -u -d \"$1.dump\" && source \"$1\""
                                + " && print -l ${_comps[${2:t}]}",
                        "vexfs_trace_manager.sh per"))
                .anyMatch(function -> function.contains("_complete_vexfs_trace_manager"));
    }

    private List<String> complete(String shell, String program, String typed) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell, "-c", program, shell, completion.toString()));
        command.addAll(List.of(typed.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.lines().map(String::strip).toList();
    }
}
