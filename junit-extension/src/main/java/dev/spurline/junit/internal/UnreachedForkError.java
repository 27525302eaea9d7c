// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.cluster.internal.failure.HelpTopic;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Says that tests passed without a request to their fork, and where the documentation explains it. */
final class UnreachedForkError extends AssertionFailedError {

    private static final long serialVersionUID = 1L;

    UnreachedForkError(String message) {
        super(message);
    }

    @Override
    public @Nullable String getLocalizedMessage() {
        return HelpTopic.withAddress(getMessage(), this);
    }
}
