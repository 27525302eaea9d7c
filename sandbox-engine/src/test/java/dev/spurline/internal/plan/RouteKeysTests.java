// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Waypoints that take the header {@code baggage} for themselves. */
class RouteKeysTests extends PlanTestCase {

    private static final String WHY =
            "Waypoints of this Istio take the header baggage for themselves (AMBIENT_ENABLE_BAGGAGE of istiod)";

    private static SandboxPlan plan(boolean taken, String headers) {
        Survey survey = survey(resource("shop.yaml").replace("metadata: {name: pricing}\n", """
                        metadata: {name: pricing, labels: {istio.io/use-waypoint: waypoint}}
                        """))
                .mesh(ServiceMesh.ISTIO_AMBIENT)
                .istio(List.of(IstioDefaults.usual("istio-system/istio").withBaggage(taken)))
                .build();
        Settings settings = name -> name.equals("spurline.headers")
                ? Optional.of(new Settings.Value(headers, "the test"))
                : Optional.empty();
        return plan(survey, settings, ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    @Test
    void routesLookForTheKeyInThePlainHeaderAlone() {
        SandboxPlan plan = plan(true, "spurline");

        assertThat(plan.yaml()).contains("name: x-spurline-key").doesNotContain("name: baggage");
        assertThat(plan.headers()).containsOnlyKeys("baggage", "x-spurline-key");
        assertThat(plan.standing())
                .containsExactly(
                        WHY
                                + ": routes look for the key in [x-spurline-key] alone, which services on the way to a fork have to pass on");
    }

    @Test
    void itIsRefusedWhereNothingElseCarriesTheKey() {
        assertThatThrownBy(() -> plan(true, "baggage:spurline"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(WHY + ", and spurline.headers names no other: add one, such as x-spurline-key");
    }

    @Test
    void nothingIsToldWhereItIsLeftAlone() {
        SandboxPlan plan = plan(false, "spurline");

        assertThat(plan.yaml()).contains("name: baggage");
        assertThat(plan.standing()).isEmpty();
    }

    @Test
    void nothingIsToldWhereTheKeyIsElsewhere() {
        assertThat(plan(true, "x-key").standing()).isEmpty();
    }
}
