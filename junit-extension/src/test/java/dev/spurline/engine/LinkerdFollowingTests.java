/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSpec;
import dev.spurline.LiveSandbox;
import org.junit.jupiter.api.Test;

class LinkerdFollowingTests extends FollowingTestCase {

    LinkerdFollowingTests() {
        super(ClusterSpec.Mesh.LINKERD);
    }

    @Test
    void acceptedRoutesAreKnownToBeLiveWithTheFirstRequestThatTheForkServes() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            assertThat(sandbox.diagnosis().summary())
                    .startsWith(
                            "Sandbox %s in namespace hops, the mesh has accepted its routes".formatted(sandbox.key()));
            assertThat(sandbox.evidence().forks()).noneMatch(fork -> fork.reached());

            await().until(() ->
                    cluster.ask(CallingPod.name("back"), "/", sandbox.headers()).contains("forked"));

            await().until(() -> sandbox.evidence().forks().get(0).reached());
            assertThat(sandbox.diagnosis().summary())
                    .startsWith("Sandbox %s in namespace hops, its routes are live".formatted(sandbox.key()));
        }
    }
}
