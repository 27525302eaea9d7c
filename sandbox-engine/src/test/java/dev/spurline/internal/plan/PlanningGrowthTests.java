// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** How often the planner looks at each Service and route of a namespace: as often in a large one as in a small one. */
class PlanningGrowthTests extends PlanTestCase {

    private static final int FEW = 40;
    private static final int MANY = 400;

    @Test
    void looksAtEachServiceAsOftenHoweverManyThereAre() {
        assertThat(ofEach(MANY, LookUps::services)).isEqualTo(ofEach(FEW, LookUps::services));
    }

    @Test
    void looksAtEachRouteAsOftenHoweverManyThereAre() {
        assertThat(ofEach(MANY, LookUps::routes)).isEqualTo(ofEach(FEW, LookUps::routes));
        assertThat(ofEach(MANY, LookUps::specs)).isEqualTo(ofEach(FEW, LookUps::specs));
    }

    /** Returns what each further one takes; those of the fork are looked at more often, and are as many in each namespace. */
    private static int ofEach(int size, ToIntFunction<LookUps> count) {
        return (count.applyAsInt(lookUps(2 * size)) - count.applyAsInt(lookUps(size))) / size;
    }

    private static LookUps lookUps(int size) {
        AtomicInteger services = new AtomicInteger();
        AtomicInteger routes = new AtomicInteger();
        AtomicInteger specs = new AtomicInteger();
        Survey survey = new CrowdedNamespace(
                        size,
                        service -> new CountedService(service, services),
                        route -> new CountedRoute(route, routes, specs))
                .survey();
        services.set(0);
        routes.set(0);
        specs.set(0);

        RoutePlanner.callersHomes(survey);
        plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        return new LookUps(services.get(), routes.get(), specs.get());
    }

    /**
     * How often the planner has looked at something.
     *
     * @param services at the name, namespace or labels of a Service
     * @param routes at those of a route
     * @param specs at the rules or the status of a route
     */
    private record LookUps(int services, int routes, int specs) {}

    private static final class CountedService extends Service {

        private final transient AtomicInteger count;

        CountedService(Service original, AtomicInteger count) {
            super(
                    original.getApiVersion(),
                    original.getKind(),
                    original.getMetadata(),
                    original.getSpec(),
                    original.getStatus());
            this.count = count;
        }

        @Override
        public ObjectMeta getMetadata() {
            count.incrementAndGet();
            return super.getMetadata();
        }
    }

    private static final class CountedRoute extends GenericKubernetesResource {

        private final transient AtomicInteger count;
        private final transient AtomicInteger specs;

        CountedRoute(GenericKubernetesResource original, AtomicInteger count, AtomicInteger specs) {
            this.count = count;
            this.specs = specs;
            setApiVersion(original.getApiVersion());
            setKind(original.getKind());
            setMetadata(original.getMetadata());
            setAdditionalProperties(original.getAdditionalProperties());
        }

        @Override
        public ObjectMeta getMetadata() {
            count.incrementAndGet();
            return super.getMetadata();
        }

        @Override
        public Map<String, Object> getAdditionalProperties() {
            specs.incrementAndGet();
            return super.getAdditionalProperties();
        }
    }
}
