// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.RouteAudience;
import dev.spurline.internal.routing.SandboxRoute;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LateRoutesTests {

    private static final String LATE =
            "Routes of sandbox [k7f3q5tbma] in namespace [shop] are not live within 5 s: nobody shows them. Check that the mesh's control plane runs and watches this namespace, or give it longer with timeout";

    private static String message(String assumption) {
        SandboxRoute route = new SandboxRoute(
                new GenericKubernetesResource(),
                "pricing",
                List.of(),
                new RouteAudience(Optional.empty(), Set.of()),
                0,
                "",
                assumption);
        return LateRoutes.message(
                new RoutingKey("k7f3q5tbma"), "shop", "within 5 s", "nobody shows them", List.of(route));
    }

    @Test
    void whatWasAssumedIsToldOnceMore() {
        assertThat(message("")).isEqualTo(LATE);
        assertThat(message("it is public")).isEqualTo(LATE + ". Or the plan assumed what does not hold: it is public");
    }
}
