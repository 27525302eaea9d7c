// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion indexes as text and back. */
class CompletionIndexesTests {

    @ParameterizedTest
    @CsvSource({"0;1;2, 0-2", "0, 0", "1;3;4;5;7, '1,3-5,7'", "3;4, '3,4'"})
    void are_written_as_ranges_and_read_again(String numbers, String text) {
        List<Integer> indexes =
                Arrays.stream(numbers.split(";", -1)).map(Integer::valueOf).toList();

        assertThat(CompletionIndexes.format(indexes)).isEqualTo(text);
        assertThat(CompletionIndexes.parse(text)).containsExactlyElementsOf(indexes);
    }
}
