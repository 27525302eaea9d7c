// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.config.PortEndpoints.PublishedEndpoint;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MergeWindowTests {

    private static final ServicePort PORT = new ServicePort("shop", "pricing", 80);

    private final MergeWindow window = new MergeWindow(() -> this.nanos);
    private long nanos;

    @Test
    void aPodThatIsReadyAtOnceGetsRequestsAtOnce() {
        told();

        assertThat(told(ready("a"))).containsExactly("a");
        assertThat(window.next()).isEmpty();
    }

    @Test
    void aPodThatBecomesReadyWithinASecondGetsRequestsASecondLater() {
        told();
        told(unready("a"));
        pass(400);

        assertThat(told(ready("a"))).isEmpty();
        assertThat(window.next()).hasValue(Duration.ofSeconds(1).toNanos());
        pass(999);
        assertThat(told(ready("a"))).isEmpty();
        pass(1);
        assertThat(told(ready("a"))).containsExactly("a");
        assertThat(window.next()).isEmpty();
    }

    @Test
    void aPodThatBecomesReadyLaterGetsRequestsAtOnce() {
        told();
        told(unready("a"));
        pass(1001);

        assertThat(told(ready("a"))).containsExactly("a");
    }

    @Test
    void aPodThatIsNoLongerReadyGetsRequestsAsLong() {
        told();
        told(ready("a"), ready("b"));
        pass(500);

        assertThat(told(ready("a"), unready("b"))).containsExactly("a", "b");
        pass(1000);
        assertThat(told(ready("a"), unready("b"))).containsExactly("a");
    }

    @Test
    void changesOfHealthAreMergedIntoTheFirst() {
        told();
        told(unready("a"), unready("b"));
        pass(100);
        told(ready("a"), unready("b"));
        pass(800);

        assertThat(told(ready("a"), ready("b"))).isEmpty();
        pass(200);
        assertThat(told(ready("a"), ready("b"))).containsExactly("a", "b");
    }

    @Test
    void aPodThatComesOrGoesEndsTheWait() {
        told();
        told(unready("a"));
        pass(100);
        told(ready("a"));

        assertThat(told(ready("a"), unready("b"))).containsExactly("a");
        assertThat(window.next()).isEmpty();
    }

    /** A cluster that a proxy first learns of with its pods has had no change yet. */
    @Test
    void theFirstChangeOfAServiceIsNotHeldBack() {
        told(unready("a"));

        assertThat(told(ready("a"))).containsExactly("a");
    }

    @Test
    void whatTheProxyWasToldShowsAtOnce() {
        told();
        told(unready("a"));

        assertThat(Objects.requireNonNull(
                                window.told(Map.of(PORT, endpoints(ready("a")))).get(PORT))
                        .told())
                .containsExactly(ready("a"));
    }

    @Test
    void aServiceThatIsGoneIsForgotten() {
        told();
        told(unready("a"));
        told(ready("a"));

        window.told(Map.of());

        assertThat(window.next()).isEmpty();
    }

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private List<String> told(PublishedEndpoint... told) {
        return Objects.requireNonNull(window.told(Map.of(PORT, endpoints(told))).get(PORT)).balanced().stream()
                .map(PodEndpoint::podIp)
                .toList();
    }

    private static PortEndpoints endpoints(PublishedEndpoint... told) {
        return new PortEndpoints(
                List.of(told),
                Arrays.stream(told)
                        .filter(PublishedEndpoint::ready)
                        .map(pod -> new PodEndpoint(
                                new MeshPeer("shop", "deployment", "pricing", pod.podIp(), "pricing", "v1", "default"),
                                Map.of(),
                                pod.podIp(),
                                pod.podPort(),
                                "127.0.0.1",
                                1))
                        .toList());
    }

    private static PublishedEndpoint ready(String name) {
        return new PublishedEndpoint(name, 8080, true);
    }

    private static PublishedEndpoint unready(String name) {
        return new PublishedEndpoint(name, 8080, false);
    }
}
