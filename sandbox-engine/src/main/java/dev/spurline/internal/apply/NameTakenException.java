// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;

/** Something has the name of an object that was to be created, and this engine has not made it. */
public final class NameTakenException extends SandboxException {

    private static final long serialVersionUID = 1L;

    NameTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
