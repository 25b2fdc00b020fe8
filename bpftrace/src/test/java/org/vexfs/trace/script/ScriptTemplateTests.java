package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceScript;

class ScriptTemplateTests {

    private static final String PARTS = """
            first
            //: when kernel 6
            	six
            //: otherwise
            //|\tfive /*NOT_A_SETTING
            //: end
            last
            """;

    @Test
    void aSettingTakesThePlaceOfItsDefaultAndOfItsName() {
        assertThat(render("x = 1024 /*PAGES*/ ;", Map.of("PAGES", ScriptValue.number(7))))
                .isEqualTo("x = 7 ;\n");
    }

    @Test
    void whatStandsAroundADefaultInParenthesesStays() {
        assertThat(render("if (0 /*A*/ ) { @x = (uint64)0x10 /*A*/ ; }", Map.of("A", ScriptValue.number(7))))
                .isEqualTo("if (7 ) { @x = (uint64)7 ; }\n");
    }

    @Test
    void severalSettingsMayStandInOneLineAndOneInSeveral() {
        assertThat(render(
                        "a 1 /*A*/ b 2 /*B*/\nc 1 /*A*/",
                        Map.of("A", ScriptValue.number(10), "B", ScriptValue.number(20))))
                .isEqualTo("a 10 b 20\nc 10\n");
    }

    @Test
    void aSettingWithoutAValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> render("x = 1 /*PAGES*/", Map.of()))
                .withMessage("script test: no value for PAGES");
    }

    @Test
    void aValueWithoutASettingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> render("x = 1", Map.of("PAGES", ScriptValue.number(7))))
                .withMessage("script test has no setting [PAGES]");
    }

    @Test
    void aSettingOfAPartThatIsLeftOutMayHaveAValue() {
        assertThat(ScriptTemplate.of("test", "//: when never\nx = 1 /*PAGES*/\n//: end\ny\n")
                        .render(Map.of("PAGES", ScriptValue.number(7)), condition -> false))
                .isEqualTo("y\n");
    }

    @Test
    void aPartIsTakenWhereItsConditionHolds() {
        assertThat(ScriptTemplate.of("test", PARTS).render(Map.of(), Set.of("kernel 6")::contains))
                .isEqualTo("first\n\tsix\nlast\n");
    }

    @Test
    void theOtherLinesTakeItsPlaceWhereItDoesNot() {
        assertThat(ScriptTemplate.of("test", PARTS).render(Map.of(), condition -> false))
                .isEqualTo("first\n\tfive /*NOT_A_SETTING\nlast\n");
    }

    @Test
    void aPartWithoutOtherLinesIsLeftOut() {
        assertThat(ScriptTemplate.of("test", "a\n//: when x\nb\n//: end\nc\n").render(Map.of(), condition -> false))
                .isEqualTo("a\nc\n");
    }

    @Test
    void aSettingInTheOtherLinesIsSet() {
        assertThat(ScriptTemplate.of("test", "//: when x\nb\n//: otherwise\n//|c 1 /*A*/\n//: end\n")
                        .render(Map.of("A", ScriptValue.number(5)), condition -> false))
                .isEqualTo("c 5\n");
    }

    @Test
    void theInterpretersLineIsDropped() {
        assertThat(render("#!/usr/bin/env bpftrace\nBEGIN", Map.of())).isEqualTo("BEGIN\n");
    }

    @Test
    void aScriptThatIsNotShippedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptTemplate.shipped("vexfs_weather_trace"))
                .withMessage("no script 'vexfs_weather_trace' is shipped");
    }

    private static String render(String text, Map<String, ScriptValue> settings) {
        return ScriptTemplate.of("test", text).render(settings, condition -> true);
    }

    @Test
    void aPartWithinAnotherOneIsTakenOnlyWithIt() {
        ScriptTemplate template = ScriptTemplate.of("nested", """
                //: when outer
                a
                //: when inner
                b
                //: otherwise
                //|c
                //: end
                d
                //: otherwise
                //|e
                //: when inner
                //|f
                //: end
                //: end
                g
                """);

        assertThat(template.render(Map.of(), Set.of("outer", "inner")::contains))
                .isEqualTo("a\nb\nd\ng\n");
        assertThat(template.render(Map.of(), Set.of("outer")::contains)).isEqualTo("a\nc\nd\ng\n");
        assertThat(template.render(Map.of(), Set.of("inner")::contains)).isEqualTo("e\nf\ng\n");
        assertThat(template.render(Map.of(), Set.of()::contains)).isEqualTo("e\ng\n");
    }

    @Test
    void whatAScriptShowsStandsInItsHead() {
        assertThat(ScriptTemplate.shipped("vexfs_memory_trace").purpose())
                .isEqualTo("What a kernel module allocates, frees, frees twice, and still holds.");
        assertThatIllegalStateException()
                .isThrownBy(ScriptTemplate.of("test", "BEGIN")::purpose)
                .withMessage("the head of script test does not say what it shows");
    }

    @Test
    void sectionsAreThePartsThatTheConfigurationSwitches() {
        ScriptTemplate template = ScriptTemplate.of("test", """
                //: when section waits
                a
                //: end
                //: when no section memory
                b
                //: end
                //: when section waits
                c
                //: end
                //: when kernel 6
                d
                //: end
                """);

        assertThat(template.sections()).containsExactly("memory", "waits");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOM")
    void everySectionOfAShippedScriptIsOnInTheShippedConfiguration(TraceScript script) {
        ScriptTemplate template = ScriptTemplate.shipped(script.fileName());

        assertThat(ConfigLoader.shipped().sections()).containsAll(template.sections());
        assertThat(template.purpose()).endsWith(".");
    }
}
