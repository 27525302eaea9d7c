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
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * DaemonSets: what is filled in and refused, and what their status tells when no node is meant.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/">what Kubernetes says</a>
 */
@Tag("controllers")
class DaemonSetsTests extends ConformanceTestCase {

    private static final String NOWHERE = """
            {metadata:{name:'d'},spec:{selector:{matchLabels:{a:'b'}},template:{metadata:{labels:{a:'b'}},
             spec:{nodeSelector:{no:'where'},containers:[{name:'a',image:'x'}]}}}}
            """;

    @Test
    void fillsInWhatIsLeftOut() {
        post("apps/v1:daemonsets", NOWHERE)
                .status(201)
                .at("/spec/updateStrategy/type", "RollingUpdate")
                .at("/spec/updateStrategy/rollingUpdate/maxUnavailable", 1)
                .at("/spec/updateStrategy/rollingUpdate/maxSurge", 0)
                .at("/spec/revisionHistoryLimit", 10)
                .at("/metadata/generation", 1);
    }

    @Test
    void makesNoPodWhereNoNodeIsMeant() {
        post("apps/v1:daemonsets", NOWHERE);

        eventually("apps/v1:daemonsets/d", "/status/observedGeneration", 1)
                .at("/status/desiredNumberScheduled", 0)
                .at("/status/currentNumberScheduled", 0)
                .at("/status/numberMisscheduled", 0)
                .at("/status/numberReady", 0);
        get("pods").names();
    }

    @Test
    void keepsItsSelector() {
        post("apps/v1:daemonsets", NOWHERE);

        merge("apps/v1:daemonsets/d", "{spec:{selector:{matchLabels:{a:'c'}}}}")
                .status(422)
                .messageHas("field is immutable")
                .messageHas("`selector` does not match template `labels`");
    }
}
