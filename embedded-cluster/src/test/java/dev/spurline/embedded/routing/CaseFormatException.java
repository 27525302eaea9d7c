// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

/** Says where a file of routing cases is wrong, and how to mend it, in one line. */
final class CaseFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CaseFormatException(String file, int line, String problem) {
        super("%s:%d: %s".formatted(file, line, problem.replaceAll("\\s*\\R\\s*", " ")));
    }
}
