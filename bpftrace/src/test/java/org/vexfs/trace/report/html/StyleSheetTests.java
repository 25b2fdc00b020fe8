package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contrast of the page's colours.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/#contrast-minimum">WCAG 2.2, 1.4.3 and 1.4.11, level AA</a>
 */
class StyleSheetTests {

    private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});");
    private static final double TEXT = 4.5;
    private static final double LINES = 3;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textAndLinesCanBeToldFromWhatLiesBehind(boolean dark) {
        Map<String, Integer> colours = colours(dark);

        for (String paper : new String[] {"paper", "raised"}) {
            for (String text : new String[] {"text", "soft", "link", "passed", "failed", "unclear"}) {
                assertThat(contrast(colours, text, paper))
                        .as(text + " on " + paper)
                        .isGreaterThan(TEXT);
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(contrast(colours, "c" + i, "paper")).as("line " + i).isGreaterThan(LINES);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(contrast(colours, "frame-text", "h" + i))
                    .as("frame " + i)
                    .isGreaterThan(TEXT);
        }
    }

    private static Map<String, Integer> colours(boolean dark) {
        String[] parts = HtmlTemplate.styleSheet().split("@media \\(prefers-color-scheme: dark\\)");
        Map<String, Integer> colours = new HashMap<>();
        COLOUR.matcher(parts[dark ? 1 : 0])
                .results()
                .forEach(found -> colours.put(found.group(1), Integer.parseInt(found.group(2), 16)));
        return colours;
    }

    private static double contrast(Map<String, Integer> colours, String one, String other) {
        double first = luminance(colours.get(one));
        double second = luminance(colours.get(other));
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
