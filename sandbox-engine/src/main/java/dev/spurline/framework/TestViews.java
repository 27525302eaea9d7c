// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.LiveSandbox;

/**
 * Tells the tests of one sandbox apart, so that its evidence counts for the test that caused it. The sandboxes of {@link
 * dev.spurline.SandboxEngine} implement it.
 *
 * @since 0.1
 */
public interface TestViews {

    /**
     * Returns the sandbox as one test sees it. Where {@code baggage} is among its headers, that has a second member {@code
     * spurline-test=<engine>.<number>}, by which the metrics of a fork's proxy may tell the test; what it is told of sent
     * requests, and the runs of CronJobs that it starts, count for the test.
     *
     * @param number the number of the test, at most nine digits
     * @throws IllegalArgumentException if the number is negative or larger
     */
    LiveSandbox forTest(int number);

    /**
     * Returns a sandbox as one test sees it.
     *
     * @param sandbox as a {@link dev.spurline.SandboxEngine} opened it
     * @param number the number of the test, at most nine digits
     * @throws IllegalArgumentException if the number is negative or larger, or no engine opened the sandbox
     */
    static LiveSandbox of(LiveSandbox sandbox, int number) {
        if (sandbox instanceof TestViews views) {
            return views.forTest(number);
        }
        throw new IllegalArgumentException(
                "Sandbox [%s] was not opened by a SandboxEngine: its tests cannot be told apart"
                        .formatted(sandbox.key()));
    }
}
