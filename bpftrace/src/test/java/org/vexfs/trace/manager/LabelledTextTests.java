package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledTextTests {

    private final LabelledText text = new LabelledText(20);

    @Test
    void wordsAreWrappedBehindTheirLabel() {
        assertThat(text.entry("label", 8, "one two three four")).hasToString("label   one two\n        three four\n");
    }

    @Test
    void aWordThatIsTooLongStandsByItself() {
        assertThat(text.entry("label", 8, "one three_four_five six"))
                .hasToString("label   one\n        three_four_five\n        six\n");
    }

    @Test
    void aLongLabelPushesItsFirstLine() {
        assertThat(text.entry("a_long_label", 8, List.of("one", "two", "three")))
                .hasToString("a_long_label  one,\n        two, three\n");
    }

    @Test
    void aParagraphHasNoLabel() {
        assertThat(text.paragraph("one two three four five").blank()).hasToString("one two three four\nfive\n\n");
    }
}
