package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.CUSTOM;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vexfs.trace.event.MapValue;

/** Tests that are traced with scripts of their own, of which each notices when a thread calls itself hit and a digit. */
final class CustomScriptTestCases {

    static final String HITS = """
            #!/usr/bin/env bpftrace
            /* What looks like an end: } and "
             * and like a marker: printf("C 1 2 3 vx00000c0000000\\n");
             */
            #define HIT 0x746968
            struct unused {
            	int a;
            };

            BEGIN
            {
            	printf("from the beginning {\\n"); // }
            	@longest = max(0);
            }

            tracepoint:task:task_rename
            /(*(uint64 *)args->newcomm & 0xffffff) == HIT/
            {
            	$digit = (*(uint64 *)args->newcomm >> 24) & 0xf;
            	printf("C 1 2 3 vx00000c0000000\\nZ vx00000c0000000\\n");
            	printf("%s: ", args->newcomm);
            	printf("\\"café\\" \\\\ }\\n");
            	@hits = count();
            	@by_digit[$digit] = count();
            	@sum = sum($digit);
            	@digits = hist($digit);
            	@steps[1, "x"] = lhist($digit, 0, 10, 2);
            	@stats = stats($digit);
            	@longest = max($digit);
            	@last[tid] = ($digit, "seen");
            	@never[1] = count();
            	delete(@never[1]);
            }

            interval:ms:50
            {
            	print(@by_digit, 1);
            }

            END
            {
            	printf("to the end\\n");
            }
            """;

    static final String OTHER = """
            config = { perf_rb_pages = 256; }
            tracepoint:task:task_rename
            /(*(uint64 *)args->newcomm & 0xffffff) == 0x746968/
            {
            	@other++;
            }
            """;

    static final String FLOOD = """
            config = { perf_rb_pages = 1; }
            tracepoint:task:task_rename
            /(*(uint64 *)args->newcomm & 0xffffff) == 0x746968/
            {
            	$i = 0;
            	while ($i < 100) {
            		printf("%d of too many lines\\n", $i);
            		$i++;
            	}
            }
            """;

    private CustomScriptTestCases() {}

    static void hit(int digit) {
        String own = Thread.currentThread().getName();
        Thread.currentThread().setName("hit" + digit);
        Thread.currentThread().setName(own);
    }

    @TraceVexfs(script = CUSTOM, file = "hits.bt")
    @ExtendWith(HostKernel.class)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Hits {

        private static final String FORGED = "C 1 2 3 vx00000c0000000";
        private static final String FORGED_END = "Z vx00000c0000000";

        @BeforeEach
        void before() {
            hit(1);
        }

        @AfterEach
        void after() {
            hit(9);
        }

        @Test
        @Order(1)
        void readsItsLinesAndMaps(VexfsTrace trace) {
            hit(2);
            assertThat(trace.lines())
                    .containsExactly(
                            FORGED,
                            FORGED_END,
                            "hit1: \"caf\u00e9\" \\ }",
                            FORGED,
                            FORGED_END,
                            "hit2: \"caf\u00e9\" \\ }");
            assertThat(trace.maps().change("@hits").number()).isEqualTo(2);
            hit(3);
            hit(3);
            assertThat(trace.lines()).hasSize(12).endsWith("hit3: \"caf\u00e9\" \\ }");
            assertThat(trace.maps().change("@hits").number()).isEqualTo(4);
            assertThat(trace.maps().change("@by_digit"))
                    .isEqualTo(new MapValue.Keyed(Map.of(
                            "1", new MapValue.Number(1),
                            "2", new MapValue.Number(1),
                            "3", new MapValue.Number(2))));
            assertThat(trace.maps().value("@never")).isIn(new MapValue.Absent(), new MapValue.Keyed(Map.of()));
        }

        @Test
        @Order(2)
        void readsWhatItsOwnWindowAdded(VexfsTrace trace) {
            hit(5);
            assertThat(trace.maps().value("@hits").number()).isEqualTo(7);
            assertThat(trace.maps().change("@hits").number()).isEqualTo(2);
            assertThat(trace.maps().change("@sum").number()).isEqualTo(6);
            assertThat(trace.maps().change("@digits"))
                    .isEqualTo(new MapValue.Histogram(
                            List.of(new MapValue.Bucket(1, 1, 1), new MapValue.Bucket(4, 7, 1))));
            assertThat(trace.maps().change("@steps").at("1,x"))
                    .isEqualTo(new MapValue.Histogram(
                            List.of(new MapValue.Bucket(0, 1, 1), new MapValue.Bucket(4, 5, 1))));
            assertThat(trace.maps().change("@stats")).isEqualTo(new MapValue.Stats(2, 3, 6));
            assertThat(trace.maps().value("@longest").number()).isEqualTo(9);
            assertThat(trace).isComplete();
        }

        @Test
        @Order(3)
        void readsWhatCameAfterAMark(VexfsTrace trace) {
            VexfsTrace.Mark mark = trace.mark("here");
            hit(7);
            assertThat(trace.since(mark).lines()).hasSize(3).last().isEqualTo("hit7: \"caf\u00e9\" \\ }");
            assertThat(trace.since(mark).maps().change("@by_digit").at("1").number())
                    .isZero();
            assertThat(trace.since(mark).maps().change("@sum").number()).isEqualTo(7);
        }

        @Test
        @Order(4)
        void assertsNoLeaks(VexfsTrace trace) {
            assertThat(trace).noLeaks();
        }

        @Test
        @Order(5)
        @ExpectNoLeaks
        void expectsNoLeaks() {}

        @Test
        @Order(6)
        void asksForOperations(VexfsTrace trace) {
            trace.operations();
        }

        @Test
        @Order(7)
        void asksForTheChangeOfAMaximum(VexfsTrace trace) {
            trace.maps().change("@longest");
        }

        @Test
        @Order(8)
        void asksForAMapThatIsNotThere(VexfsTrace trace) {
            trace.maps().value("@hit");
        }
    }

    @TraceVexfs(script = CUSTOM, file = "other.bt")
    @ExtendWith(HostKernel.class)
    static class Other {

        @Test
        void readsTheMapOfAnotherScript(VexfsTrace trace) {
            hit(1);
            hit(1);
            assertThat(trace.maps().change("@other").number()).isEqualTo(2);
            assertThat(trace.maps().names()).containsExactly("@other");
            assertThat(trace.lines()).isEmpty();
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Shipped {

        @Test
        void asksAShippedScriptForLines(VexfsTrace trace) {
            trace.lines();
        }
    }

    @TraceVexfs(script = CUSTOM, file = "flood.bt")
    @ExtendWith(HostKernel.class)
    static class Flood {

        @Test
        void losesLines(VexfsTrace trace) {
            for (int i = 0; i < 200; i++) {
                hit(1);
            }
            trace.lines();
        }
    }

    @TraceVexfs(script = CUSTOM, file = "wrong.bt")
    @ExtendWith(HostKernel.class)
    static class Wrong {

        @Test
        void isOfAScriptThatIsWrong() {}
    }
}
