// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.cluster.internal.failure.HelpTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Says what is wrong in a test class, and where the documentation explains it. */
final class WrongUseException extends ExtensionConfigurationException {

    private static final long serialVersionUID = 1L;

    WrongUseException(String message) {
        super(message);
    }

    WrongUseException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public @Nullable String getLocalizedMessage() {
        return HelpTopic.withAddress(getMessage(), this);
    }
}
