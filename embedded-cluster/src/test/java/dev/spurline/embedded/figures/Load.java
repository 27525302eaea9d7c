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
package dev.spurline.embedded.figures;

import java.util.Locale;

/**
 * What a {@link LoadGenerator} has measured.
 *
 * @param rate answers per second
 * @param median latency in microseconds
 * @param slow latency that one of a hundred requests exceeds, in microseconds
 */
record Load(double rate, int median, int slow) {

    static Load parse(String line) {
        String[] words = line.split(" ", -1);
        return new Load(Double.parseDouble(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    String line() {
        return String.format(Locale.ROOT, "%.1f %d %d", rate, median, slow);
    }
}
