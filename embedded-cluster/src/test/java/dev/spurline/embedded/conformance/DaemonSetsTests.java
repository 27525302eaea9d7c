// SPDX-License-Identifier: Apache-2.0
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
