// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.LiveSandbox;
import java.util.Optional;

/**
 * Tells how a sandbox was planned and opened. The sandboxes of {@link dev.spurline.SandboxEngine} implement it, also when
 * they are closed.
 *
 * @since 0.1
 */
public interface DescribedSandbox {

    /** Returns how the sandbox was planned and opened. Asks no cluster. */
    SandboxDescription description();

    /**
     * Returns a text without the sandbox's secrets, as far as its spec and the objects that it copies tell them.
     *
     * @param text any text, such as the message of a failed test
     */
    String withoutSecrets(String text);

    /**
     * Returns a sandbox as one that can be described.
     *
     * @param sandbox as a {@link dev.spurline.SandboxEngine} opened it; of others nothing is known
     */
    static Optional<DescribedSandbox> of(LiveSandbox sandbox) {
        return sandbox instanceof DescribedSandbox described ? Optional.of(described) : Optional.empty();
    }
}
