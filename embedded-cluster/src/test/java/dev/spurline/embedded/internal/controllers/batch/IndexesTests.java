/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.controllers.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion indexes as text and back. */
class IndexesTests {

    @ParameterizedTest
    @CsvSource({"0;1;2, 0-2", "0, 0", "1;3;4;5;7, '1,3-5,7'", "3;4, '3,4'"})
    void are_written_as_ranges_and_read_again(String numbers, String text) {
        List<Integer> indexes =
                Arrays.stream(numbers.split(";", -1)).map(Integer::valueOf).toList();

        assertThat(Indexes.format(indexes)).isEqualTo(text);
        assertThat(Indexes.parse(text)).containsExactlyElementsOf(indexes);
    }
}
