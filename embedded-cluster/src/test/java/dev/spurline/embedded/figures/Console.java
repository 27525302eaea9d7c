// SPDX-License-Identifier: Apache-2.0
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
