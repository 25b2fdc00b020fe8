package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramProbesTests {

    @Test
    void probesAreFoundInTheirOrder() {
        assertThat(ProgramProbes.of("""
                        /* BEGIN of a comment: kprobe:nothing */
                        BEGIN
                        {
                        	printf("END\\n");
                        }
                        tracepoint:kmem:kmalloc,
                        tracepoint:kmem:kmem_cache_alloc
                        /args->ptr != 0/
                        {
                        	@x = count();
                        }
                        rawtracepoint:kfree { }
                        kprobe:vexfs_*,
                        kprobe:descend.isra.0
                        { }
                        interval:ms:500 { }
                        END { }
                        """))
                .containsExactly(
                        "BEGIN",
                        "tracepoint:kmem:kmalloc",
                        "tracepoint:kmem:kmem_cache_alloc",
                        "rawtracepoint:kfree",
                        "kprobe:vexfs_*",
                        "kprobe:descend.isra.0",
                        "interval:ms:500",
                        "END");
    }

    @Test
    void aTextWithoutProbesHasNone() {
        assertThat(ProgramProbes.of("config = { }")).isEmpty();
    }
}
