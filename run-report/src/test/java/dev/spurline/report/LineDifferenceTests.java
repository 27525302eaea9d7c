// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDifferenceTests {

    @Test
    void equalTextsDoNotDiffer() {
        assertThat(LineDifference.between("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(LineDifference.between("", "")).isEmpty();
    }

    @Test
    void tellsWhatIsOfOneOnly() {
        assertThat(LineDifference.between("a\nb\nc\n", "a\nx\nc\nd\n")).containsExactly(" a", "-b", "+x", " c", "+d");
    }

    @Test
    void leavesOutWhatIsFarFromADifference() {
        String old = lines(1, 20);
        String young = old.replace("line 10\n", "line ten\n");

        assertThat(LineDifference.between(old, young))
                .containsExactly(
                        "@",
                        " line 7",
                        " line 8",
                        " line 9",
                        "-line 10",
                        "+line ten",
                        " line 11",
                        " line 12",
                        " line 13",
                        "@");
    }

    @Test
    void comparesWithNothing() {
        assertThat(LineDifference.between("", "a\n")).containsExactly("+a");
        assertThat(LineDifference.between("a\n", "")).containsExactly("-a");
    }

    @Test
    void saysWhatALineIs() {
        assertThat(List.of("+a", "-b", " c", "@").stream().map(LineDifference::kind))
                .containsExactly("added", "removed", "same", "left");
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }
}
