// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

/** The log no longer reaches back to the revision asked for. */
public final class ExpiredException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ExpiredException(long asked, long floor) {
        super("too old resource version: %d (%d)".formatted(asked, floor));
    }
}
