package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

/** The room that a text takes is what it is written with, and the comma after it. */
class RecordSpacePropertyTests {

    @Property
    void anyTextTakesWhatItIsWrittenWith(@ForAll String text) throws JsonProcessingException {
        assertThat(RecordSpace.of(text)).isEqualTo(new ObjectMapper().writeValueAsBytes(text).length + 1L);
    }

    @Property
    void soDoesAnEnglishOne(@ForAll @CharRange(from = '\u0000', to = '\u00ff') String text)
            throws JsonProcessingException {
        assertThat(RecordSpace.of(text)).isEqualTo(new ObjectMapper().writeValueAsBytes(text).length + 1L);
    }
}
