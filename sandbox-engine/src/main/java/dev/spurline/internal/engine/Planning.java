// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.plan.ImageSettings;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.plan.Rights;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.SandboxSecrets;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.secrets.Mask;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.survey.CronJobs;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans one sandbox, now and whenever something has changed: asks what the planner, which asks nobody, needs to know. */
final class Planning implements Function<Survey, SandboxPlan> {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    private final Rooms rooms;
    private final SandboxSpec spec;
    private final RoutingKey key;
    private final PlanOptions options;
    private final Set<String> workloads;
    private final AtomicBoolean checked = new AtomicBoolean();
    private @Nullable CronJobs cronJobs;
    private volatile @Nullable SandboxPlan made;

    /**
     * Plans a sandbox.
     *
     * @param workloads the names of workloads that other sandboxes fork
     */
    Planning(Rooms rooms, Settings settings, SandboxSpec spec, RoutingKey key, Set<String> workloads) {
        this.rooms = rooms;
        this.spec = spec;
        this.key = key;
        this.workloads = workloads;
        this.options = new PlanOptions(
                rooms.id(), settings, Setting.CALLERS.find(settings).orElse(List.of()), Rights.PLAIN);
    }

    @Override
    public SandboxPlan apply(Survey read) {
        Survey survey = withCronJobs(read);
        if (!checked.getAndSet(true)) {
            checkImages(survey);
        }
        Set<String> joined =
                RoutePlanner.callersHomes(survey).stream().filter(this::mayJoin).collect(Collectors.toSet());
        SandboxPlan plan = plan(survey, new Rights(joined, Set.of()));
        Set<String> missing = rooms.permissions().missing(plan.copiedKinds());
        return missing.isEmpty() ? plan : plan(survey, new Rights(joined, missing));
    }

    /** Returns an exception of this sandbox, whatever it is about, without what nobody shall read. */
    RuntimeException clean(RuntimeException exception) {
        SandboxPlan plan = made;
        Mask mask = plan == null ? SandboxSecrets.of(spec, options.settings()).mask() : plan.mask();
        return new SecretRedactor(mask).clean(exception);
    }

    /** Reads them once: a fork that is planned anew stays what it was. */
    private synchronized Survey withCronJobs(Survey survey) {
        Set<String> namespaces = spec.forks().stream()
                .filter(fork -> fork.workload().runsOnRequest())
                .map(fork -> fork.namespace().orElse(survey.namespace()))
                .collect(Collectors.toSet());
        if (cronJobs == null) {
            cronJobs = rooms.survey().cronJobs(namespaces);
        }
        return cronJobs.in(survey);
    }

    /** Asks for CronJobs only if a name is not that of another workload: hardly anybody sets their images. */
    private void checkImages(Survey survey) {
        ImageSettings images = new ImageSettings(options.settings());
        Set<String> known = ImageSettings.workloads(survey);
        spec.forks().forEach(fork -> known.add(fork.workload().name()));
        known.addAll(workloads);
        if (!images.name(known)) {
            known.addAll(ImageSettings.workloads(
                    rooms.survey().cronJobs(survey.read()).in(survey)));
            images.check(known);
        }
        Set<String> forked = new TreeSet<>(workloads);
        spec.forks().forEach(fork -> forked.add(fork.workload().name()));
        images.unused(forked).forEach(LOG::warn);
    }

    private SandboxPlan plan(Survey survey, Rights rights) {
        SandboxPlan plan = Planner.plan(spec, key, survey, options.with(rights).opening(opened(survey)));
        made = plan;
        return plan;
    }

    private Set<String> opened(Survey survey) {
        return survey.services().stream()
                .map(Service::getMetadata)
                .filter(service -> rooms.connection()
                        .entry(service.getNamespace(), service.getName())
                        .isPresent())
                .map(service -> service.getNamespace() + "/" + service.getName())
                .collect(Collectors.toSet());
    }

    private boolean mayJoin(String namespace) {
        try {
            rooms.guards().checkNamespace(namespace);
        } catch (PreflightException e) {
            return false;
        }
        return rooms.permissions().mayRoute(namespace);
    }
}
