package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.manager.Manager.Answer;

class DoctorCommandTests {

    @TempDir
    private Path folder;

    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
    }

    @Test
    void whereATraceCanStartEveryCheckIsOkAndTheStatusIs0() {
        Answer answer = manager.run("doctor");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("""
                        OK    rights     root
                        OK    bpftrace   version 0.23.2
                        OK    BTF        /sys/kernel/btf/vmlinux
                        OK    lockdown   none
                        OK    module     vexfs is loaded
                        OK    symbols    7 functions of vexfs at 0xffffffffc03a9000
                        OK    functions  5 match vexfs_*

                        What would be probed, by script:
                          kernel         5 functions of vexfs, 2 of the kernel itself, \
                        """)
                .contains("  memory         5 functions of vexfs, 4 of the kernel itself, ")
                .contains("--verbose names them")
                .endsWith("\n\nA trace of module vexfs can start here.\n");
    }

    @Test
    void whereNoneCanEveryFailureHasItsRemedyAndTheStatusIs2() {
        manager.kernel.without("/sys/kernel/btf/vmlinux");
        Answer answer = manager.withoutModule().run("doctor");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .contains("""
                        FAIL  BTF        /sys/kernel/btf/vmlinux is missing
                                         Remedy: boot a kernel built with \
                        """)
                .contains("FAIL  module     'vexfs' is not loaded\n                 Remedy: load it (insmod, modprobe)")
                .endsWith("No trace of module vexfs can start here: 2 of 5 checks failed.\n");
    }

    @Test
    void aPatternOfOnesOwnThatMatchesNothingIsNamedAndNoFailure() {
        Answer answer = manager.run("doctor", "-Dvexfs.trace.operations.categories.read=vexfs_raed");

        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("  - operations.categories.read: 'vexfs_raed' matches nothing.");
    }

    @Test
    void aModuleThatNeedNotBeLoadedIsNoFailure() {
        Answer answer = manager.withoutModule().run("doctor", "--no-module-check");

        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("OK    module     vexfs is not loaded yet\n");
    }

    @Test
    void quietSaysOnlyWhatFails() {
        assertThat(manager.run("doctor", "-q")).isEqualTo(new Answer(0, "", ""));
        assertThat(manager.withoutModule().run("doctor", "-q").out()).startsWith("FAIL  module  ");
    }

    @Test
    void jsonHasTheSameForPrograms() throws IOException {
        JsonNode fit = new ObjectMapper()
                .readTree(manager.run("doctor", "--format=json").out());
        Answer answer = manager.withoutModule().run("doctor", "--format=json");
        JsonNode unfit = new ObjectMapper().readTree(answer.out());

        assertThat(fit.at("/fit").asBoolean()).isTrue();
        assertThat(fit.at("/checks")).hasSize(7);
        assertThat(fit.at("/scripts/2/name").asText()).isEqualTo("memory");
        assertThat(fit.at("/scripts/2/functions").asInt()).isEqualTo(5);
        assertThat(fit.at("/scripts/2/kernelFunctions").asInt()).isEqualTo(4);
        assertThat(answer.status()).isEqualTo(2);
        assertThat(unfit.at("/fit").asBoolean()).isFalse();
        assertThat(unfit.at("/checks/4/name").asText()).isEqualTo("module");
        assertThat(unfit.at("/checks/4/passed").asBoolean()).isFalse();
        assertThat(unfit.at("/checks/4/remedy").asText()).startsWith("load it");
        assertThat(unfit.has("unmatched")).isFalse();
    }

    @Test
    void linesAreAsWideAsTheTerminal() {
        assertThat(manager.withoutModule().run("doctor").out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(manager.withColumns("120").run("doctor").out().lines())
                .allMatch(line -> line.length() <= 120)
                .anyMatch(line -> line.length() > 80);
    }

    @Test
    void whereTheTerminalTellsNoWidthItIs80() {
        String usual = manager.withoutModule().run("doctor").out();

        assertThat(manager.withColumns(null).run("doctor").out()).isEqualTo(usual);
        assertThat(manager.withColumns("0").run("doctor").out()).isEqualTo(usual);
    }
}
