// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.LiveSandbox;
import java.util.Optional;

/**
 * Tells whether a sandbox has ended before it was closed, so that those who would use it next can have another. The
 * sandboxes of {@link dev.spurline.SandboxEngine} implement it.
 *
 * @since 0.1
 */
public interface SandboxEnding {

    /**
     * Returns why the sandbox can no longer be used, or empty if it can as far as is known. Asks no cluster: what ends a
     * sandbox is watched.
     */
    Optional<String> ending();

    /**
     * Returns why a sandbox can no longer be used, or empty if it can as far as is known.
     *
     * @param sandbox as a {@link dev.spurline.SandboxEngine} opened it; of others nothing is known
     */
    static Optional<String> of(LiveSandbox sandbox) {
        return sandbox instanceof SandboxEnding known ? known.ending() : Optional.empty();
    }
}
