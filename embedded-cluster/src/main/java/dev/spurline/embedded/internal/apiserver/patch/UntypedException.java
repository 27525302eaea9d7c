// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

/** An applied value that does not fit the type of its field; the message begins with the path. */
final class UntypedException extends RuntimeException {

    UntypedException(String message) {
        super(message);
    }

    UntypedException below(String step) {
        return new UntypedException(FieldStep.text(step) + getMessage());
    }
}
