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
    void findsOneLineInALongText() {
        String old = lines(1, 20_000);

        assertThat(LineDifference.between(old, old.replace("line 10000\n", "")))
                .containsExactly(
                        "@",
                        " line 9997",
                        " line 9998",
                        " line 9999",
                        "-line 10000",
                        " line 10001",
                        " line 10002",
                        " line 10003",
                        "@");
    }

    @Test
    void onlySaysThatLongTextsDiffer() {
        assertThat(LineDifference.between("a\n" + lines(1, 20_000), "a\n" + lines(20_001, 40_003)))
                .containsExactly("@ 20000 lines and 20003 lines differ");
    }

    @Test
    void tellsALineThatIsRepeated() {
        assertThat(LineDifference.between("a\na\n", "a\n")).containsExactly(" a", "-a");
        assertThat(LineDifference.between("a\n", "a\na\na\n")).containsExactly(" a", "+a", "+a");
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
