// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import dev.spurline.ComparedRequest;
import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a sandbox. Made by {@link SpurlineAssertions#assertThat(LiveSandbox)}.
 *
 * @since 0.1
 */
public final class LiveSandboxAssert extends AbstractAssert<LiveSandboxAssert, LiveSandbox> {

    /** Nothing was reached before a sandbox was handed over. */
    private static final EvidenceReport NOTHING = new EvidenceReport(List.of());

    LiveSandboxAssert(LiveSandbox sandbox) {
        super(sandbox, LiveSandboxAssert.class);
    }

    /**
     * Goes on to assertions on a GET request. It is sent by the first of them.
     *
     * @param service {@code name} or {@code name:port}, as for {@link LiveSandbox#uri}
     * @param path an absolute path, with its query if it has one, as it is sent
     * @throws IllegalArgumentException if the path is none
     */
    public ComparedRequestAssert onGet(String service, String path) {
        return on(ComparedRequest.get(service, path));
    }

    /** Goes on to assertions on a request. It is sent by the first of them. */
    public ComparedRequestAssert on(ComparedRequest request) {
        isNotNull();
        return new ComparedRequestAssert(actual, request, info);
    }

    /**
     * Verifies that requests have reached forks since the sandbox was handed over: any with its key, those of other tests and
     * classes that have the sandbox among them. What one request has reached is told by {@link #on}.
     *
     * @param forks the names of workloads, such as {@code pricing} or {@code statefulset/pricing}
     * @throws AssertionError if one has served none, or cannot tell
     */
    public LiveSandboxAssert reached(String... forks) {
        isNotNull();
        reach().missing(List.of(forks)).ifPresent(this::fail);
        return this;
    }

    /**
     * Verifies that requests have reached these forks and no other of the sandbox since it was handed over: any with its key,
     * as for {@link #reached}.
     *
     * @param forks the names of workloads; none for no fork at all
     * @throws AssertionError if one of them has served none, another one has served some, or one cannot tell
     */
    public LiveSandboxAssert reachedOnly(String... forks) {
        isNotNull();
        reach().otherThan(List.of(forks)).ifPresent(this::fail);
        return this;
    }

    private ReachedForks reach() {
        String subject = "Requests with key [%s]".formatted(actual.key());
        // Who sends them makes no difference: other tests may have the sandbox, and threads of no test.
        return new ReachedForks(subject, NOTHING, actual.evidence(), Optional.empty());
    }

    private void fail(String message) {
        failWithMessage("%s", message);
    }
}
