// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Classes whose requests reach the fork, and such whose requests never do, in each kind of mesh. */
final class MeteredHouseTestCase {

    private static final String OLD_PROXY = "metadata: {annotations: {config.linkerd.io/proxy-version: stable-2.14.10,"
            + " config.linkerd.io/admin-port: \"9991\", embedded.spurline.dev/linkerd-idle-series: forgotten,"
            + " embedded.spurline.dev/linkerd-probe-policy: unknown}}";
    private static final String FORGETFUL =
            "metadata: {annotations: {embedded.spurline.dev/linkerd-idle-series: forgotten}}";
    private static final String COUNTERS =
            "metadata: {annotations: {sidecar.istio.io/statsInclusionPrefixes:" + " \"cluster.inbound,http.inbound\"}}";
    private static final String PROBES_LEFT =
            "metadata: {annotations: {sidecar.istio.io/rewriteAppHTTPProbers: \"false\"}}";

    private MeteredHouseTestCase() {}

    /** Looks at the evidence again and again, which is no request. */
    private static ForkEvidence look(LiveSandbox sandbox) {
        sandbox.evidence();
        sandbox.evidence();
        return sandbox.evidence().forks().get(0);
    }

    /** Its requests reach the fork. */
    abstract static class Reaches {
        @Test
        void test(LiveSandbox sandbox, @Routed("front") RequestSpecification front) {
            // On Linkerd nobody can see when an accepted route is live.
            await().until(() -> front.get("/price").asString().startsWith("9 "));
            assertThat(look(sandbox).routed()).hasValue(1);
        }
    }

    /** Its requests do not reach the fork, because the service between drops the baggage. */
    abstract static class NeverArrives {
        @Test
        void test(LiveSandbox sandbox, @Routed("front") RequestSpecification front) {
            assertThat(front.get("/deaf").asString()).startsWith("7 ");
            assertThat(look(sandbox).reached()).isFalse();
        }
    }

    @Sandbox(namespace = "house", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = HouseCluster.class)
    static class IstioReaches extends Reaches {}

    @Sandbox(namespace = "house", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = HouseCluster.class)
    static class IstioNeverArrives extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.WithoutProvider.class)
    static class StockEnvoyReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.WithoutProvider.class)
    static class StockEnvoyNeverArrives extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = COUNTERS),
            blueprint = MeteredHouse.WithoutProvider.class)
    static class CountersReach extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = COUNTERS),
            blueprint = MeteredHouse.WithoutProvider.class)
    static class CountersNeverArrive extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.Disabled.class)
    static class DisabledReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.Disabled.class)
    static class DisabledNeverArrives extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = PROBES_LEFT),
            blueprint = HouseCluster.class)
    static class ProbesLeftReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = PROBES_LEFT),
            blueprint = MeteredHouse.WithoutProvider.class)
    static class ProbesLeftNeverArrives extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.Linkerd.class)
    static class LinkerdReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = MeteredHouse.Linkerd.class)
    static class LinkerdNeverArrives extends NeverArrives {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = FORGETFUL),
            blueprint = MeteredHouse.Linkerd.class)
    static class ForgetfulLinkerdReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = OLD_PROXY),
            blueprint = MeteredHouse.Linkerd.class)
    static class OldLinkerdReaches extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9", patch = OLD_PROXY),
            blueprint = MeteredHouse.Linkerd.class)
    static class OldLinkerdNeverArrives extends NeverArrives {}
}
