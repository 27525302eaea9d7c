// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.Settings;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceStepsTests extends PlanTestCase {

    /** Proxies are asked for rules by their names: one that shows the fork's must not pass for one that follows a twin's. */
    @Test
    void rulesOfVirtualServicesHaveNamesOfTheirOwn() {
        Survey survey = survey(resource("shop.yaml"))
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .build();
        Settings settings = name -> Optional.of(new Settings.Value("virtual-service", "the test"))
                .filter(value -> name.equals(Setting.ROUTING.key()));
        PlanOptions options = new PlanOptions("e1", settings, List.of(), OptionalRights.PLAIN);

        SandboxPlan plan = plan(
                survey,
                options.tracing(new TraceScope(TraceScope.Stage.ROUTES, Set.of())),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.traced()).isNotEmpty();
        assertThat(plan.routes())
                .flatMap(SandboxRoute::proxyNames)
                .hasSizeGreaterThan(plan.traced().size())
                .doesNotHaveDuplicates();
    }
}
