// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;

/** The sandbox of a run has ended before this engine had become one of those who have it. */
public final class NotJoinableException extends SandboxException {

    private static final long serialVersionUID = 1L;

    NotJoinableException(String message) {
        super(message);
    }
}
