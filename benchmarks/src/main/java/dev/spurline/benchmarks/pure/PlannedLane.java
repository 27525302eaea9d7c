// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.pure;

import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.plan.OptionalRights;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.PlanTestCase;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SandboxRouting;
import dev.spurline.internal.routing.ShadowChoice;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A namespace with two workloads, the second of which is forked, and the routes of others on it. */
@State(Scope.Benchmark)
public class PlannedLane {

    private static final String NAMESPACE = "shop";
    private static final int GATEWAY_PORT = 9000;
    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final String ENGINE = "e1";
    private static final SandboxSpec SPEC = SandboxSpec.builder()
            .owner("CheckoutIT")
            .fork(ForkSpec.of("back").env("WORD", "forked"))
            .build();

    /** Which routes others have. */
    @Param
    public LaneRoutes routes = LaneRoutes.NONE;

    private final List<HasMetadata> objects = new ArrayList<>();
    private Settings settings = name -> Optional.empty();

    /** Reads the objects, which survives all invocations. */
    @Setup
    public void read() {
        Map<String, String> values = routes.settings();
        settings = name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "the benchmark"));
        objects.addAll(PlanTestCase.objects(TwoHops.workload(NAMESPACE, "front")));
        objects.addAll(PlanTestCase.objects(TwoHops.workload(NAMESPACE, "back")));
        routes.manifests(NAMESPACE, GATEWAY_PORT).forEach(text -> objects.addAll(PlanTestCase.objects(text)));
    }

    /** Plans from a new reading, as each opening does. */
    SandboxPlan plan() {
        return Planner.plan(SPEC, KEY, survey(), new PlanOptions(ENGINE, settings, List.of(), OptionalRights.PLAIN));
    }

    /** Makes the routes for the forked Service, of a new reading. */
    List<SandboxRoute> routes() {
        Survey survey = survey();
        Service forked = survey.services().stream()
                .filter(service -> service.getMetadata().getName().equals("back"))
                .findFirst()
                .orElseThrow();
        return new RoutePlanner(routing(survey)).of(forked);
    }

    private Survey survey() {
        Survey.Builder survey = Survey.of(NAMESPACE)
                .mesh(ServiceMesh.valueOf(routes.mesh().name()))
                .add(objects);
        Set.of(CustomKind.HTTP_ROUTE, CustomKind.VIRTUAL_SERVICE, CustomKind.ISTIO_GATEWAY)
                .forEach(kind -> survey.serves(kind, "v1"));
        return survey.build();
    }

    private SandboxRouting routing(Survey survey) {
        SandboxNames names = new SandboxNames("", KEY);
        return new SandboxRouting(
                survey,
                names,
                KeyFormat.SPURLINE,
                SpurlineLabels.of(KEY, ENGINE),
                Map.of(NAMESPACE + "/back", names.of("back")),
                Set.of(),
                Set.of(),
                Set.of(NAMESPACE),
                Set.of(),
                RoutingChoice.of(Setting.ROUTING.in(settings)),
                ShadowChoice.of(Setting.SHADOW.in(settings)),
                false,
                true,
                true,
                false);
    }
}
