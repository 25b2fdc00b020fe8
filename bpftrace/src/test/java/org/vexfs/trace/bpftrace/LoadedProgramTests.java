package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadedProgramTests {

    @Test
    void aProgramIsReadFromItsDescriptor() {
        String descriptor = """
                pos:	0
                flags:	02000002
                mnt_id:	15
                ino:	2061
                prog_type:	26
                prog_jited:	1
                prog_tag:	5f8a1b2c3d4e5f60
                memlock:	4096
                prog_id:	118
                run_time_ns:	0
                run_cnt:	0
                recursion_misses:	37
                verified_insns:	412
                """;

        assertThat(LoadedProgram.typeIn(descriptor)).hasValue(26);
        assertThat(LoadedProgram.misses(descriptor)).hasValue(37);
        assertThat(LoadedProgram.field(descriptor, "pos:")).contains("0");
        assertThat(LoadedProgram.field(descriptor, "verified_insns:")).contains("412");
    }

    @Test
    void aNameWithinALineIsNone() {
        assertThat(LoadedProgram.field("a prog_id:\t5\n", "prog_id:")).isEmpty();
    }

    @Test
    void aDescriptorOfSomethingElseIsNoProgram() {
        assertThat(LoadedProgram.typeIn("pos:\t0\nflags:\t02000002\nmap_type:\t5\n"))
                .isEmpty();
        assertThat(LoadedProgram.typeIn("prog_type:\t5\n")).isEmpty();
        assertThat(LoadedProgram.typeIn("")).isEmpty();
        assertThat(LoadedProgram.misses("")).isEmpty();
    }
}
