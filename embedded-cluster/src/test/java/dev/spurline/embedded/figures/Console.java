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

import java.io.IOException;

/** How a process of a figure speaks to the test that started it: by lines, until that test closes its standard input. */
final class Console {

    private Console() {}

    static void print(Object line) {
        System.out.println(line);
    }

    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said to it; the end of input is the end of the test.
        }
    }
}
