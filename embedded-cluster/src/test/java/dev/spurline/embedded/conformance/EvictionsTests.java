// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Evictions delete pods as far as disruption budgets permit.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">what Kubernetes says</a>
 */
@Tag("api")
class EvictionsTests extends ConformanceTestCase {

    private static String eviction(String name) {
        return "{apiVersion:'policy/v1',kind:'Eviction',metadata:{name:'%s'}}".formatted(name);
    }

    private void makePod() {
        post("pods", pod("p", ""));
    }

    @Test
    void deletesThePod() {
        makePod();

        post("pods/p/eviction", eviction("p")).status(201).at("/kind", "Status").at("/status", "Success");

        eventuallyGone("pods/p");
    }

    @Test
    void deletesNothingWhenDry() {
        makePod();

        post("pods/p/eviction?dryRun=All", eviction("p")).status(201);

        get("pods/p").status(200).absent("/metadata/deletionTimestamp");
    }

    @Test
    void saysWhichPodIsMissing() {
        post("pods/none/eviction", eviction("none"))
                .status(404)
                .reason("NotFound")
                .message("pods \"none\" not found");
    }

    @Test
    void wantsTheNameThatIsAsked() {
        makePod();

        post("pods/p/eviction", eviction("other"))
                .status(400)
                .reason("BadRequest")
                .message("name in URL does not match name in Eviction object");
    }
}
