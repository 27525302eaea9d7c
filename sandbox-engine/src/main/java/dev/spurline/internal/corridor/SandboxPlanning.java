// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.plan.EntrySettings;
import dev.spurline.internal.plan.ForeignSandbox;
import dev.spurline.internal.plan.ImageSettings;
import dev.spurline.internal.plan.PlanAttempt;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.plan.SandboxLabels;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.SandboxSecrets;
import dev.spurline.internal.plan.TraceScope;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.settings.RunName;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans one sandbox, now and whenever something has changed: reads what the planner, which asks nobody, needs to know. */
public final class SandboxPlanning {

    private final PlanSources sources;
    private final SandboxSpec spec;
    private final String namespace;
    private final RoutingKey key;
    private final PlanOptions options;
    private final LabelledSandboxes labelled;
    private volatile @Nullable SandboxPlan made;
    private volatile TraceScope traced = TraceScope.NONE;
    private volatile List<ForeignSandbox> joined = List.of();

    /**
     * Plans a sandbox.
     *
     * @param sources what the engine's plans are made from
     * @param spec what is asked for
     * @param namespace the sandbox's own namespace
     * @param key its routing key
     * @param options the engine's id and the settings
     * @param labelled finds the sandboxes of others that it is to join
     */
    public SandboxPlanning(
            PlanSources sources,
            SandboxSpec spec,
            String namespace,
            RoutingKey key,
            PlanOptions options,
            LabelledSandboxes labelled) {
        this.sources = sources;
        this.spec = spec;
        this.namespace = namespace;
        this.key = key;
        this.options = options;
        this.labelled = labelled;
    }

    /** Starts to read what a plan depends on; the future fails if that cannot be read, or settings do not fit it. */
    CompletableFuture<Survey> startReading(Set<String> namespaces) {
        sources.reader().keep(namespaces);
        return sources.workers().start(() -> complete(readToOpen(namespaces)));
    }

    /** Which sandboxes of others are open is told by their routes, and a run may have opened this one in another JVM. */
    private Survey readToOpen(Set<String> namespaces) {
        boolean alone = SandboxLabels.asked(spec, options.settings()).isEmpty()
                && RunName.of(options.settings()).isEmpty();
        return alone
                ? sources.reader().readAgain(namespace, namespaces, callers(namespaces), choice().regarded())
                : readAll(namespaces);
    }

    /** Reads what a plan depends on. */
    public Survey read(Set<String> namespaces) {
        return complete(readAll(namespaces));
    }

    private Survey readAll(Set<String> namespaces) {
        return sources.reader().read(namespace, namespaces, callers(namespaces));
    }

    private Map<String, Set<String>> callers(Set<String> namespaces) {
        Set<String> all = new LinkedHashSet<>(namespaces);
        all.add(namespace);
        return options.farWorkloads(all);
    }

    /** Reads what a plan depends on, whether settings fit it or not. */
    public Survey survey(Set<String> namespaces) {
        return withAllElse(readAll(namespaces));
    }

    /** Reads what a plan of this sandbox depends on beside what was read of its namespaces. */
    public Survey complete(Survey read) {
        Survey survey = withAllElse(read);
        checkSettings(survey);
        joined = labelled.of(spec, key, survey, options.settings());
        sources.warnings().logOnce(new EntrySettings(options.settings()).misspelt(survey));
        return survey;
    }

    private Survey withAllElse(Survey read) {
        return sources.reader().shared(decided(withConfigMaps(withCronJobs(read))));
    }

    /** Who has said by what requests are routed is not asked what mesh there is. */
    private Survey decided(Survey survey) {
        return choice().mesh().map(survey::with).orElse(survey);
    }

    private RoutingChoice choice() {
        return RoutingChoice.of(Setting.ROUTING.in(options.settings()));
    }

    /** CronJobs concern only those sandboxes that fork one. */
    private Survey withCronJobs(Survey survey) {
        Set<String> namespaces = spec.forks().stream()
                .filter(fork -> fork.workload().runsOnRequest())
                .map(fork -> fork.namespace().orElse(namespace))
                .collect(Collectors.toSet());
        return sources.reader().cronJobs(namespaces).in(survey);
    }

    /** What a fork does besides answering requests may stand there. */
    private Survey withConfigMaps(Survey survey) {
        return sources.reader().configMaps(Planner.configMaps(spec, survey)).in(survey);
    }

    /** Asks for CronJobs only if a name is not that of another workload: hardly anybody sets their images. */
    public void checkSettings(Survey survey) {
        ImageSettings images = new ImageSettings(options.settings());
        Set<String> known = ImageSettings.workloads(survey);
        spec.forks().forEach(fork -> known.add(fork.workload().name()));
        known.addAll(sources.workloads());
        if (!images.name(known)) {
            known.addAll(ImageSettings.workloads(
                    sources.reader().cronJobs(survey.read()).in(survey)));
            images.check(known);
        }
        Set<String> forked = new TreeSet<>(sources.workloads());
        spec.forks().forEach(fork -> forked.add(fork.workload().name()));
        sources.warnings().logOnce(images.unused(forked));
    }

    /** Plans of what was read, once. */
    public SandboxPlan plan(Survey survey) {
        SandboxPlan plan = Planner.plan(spec, key, survey, known(survey));
        made = plan;
        return plan;
    }

    /** Plans of what was read, and goes on after what is refused. */
    public PlanAttempt attempt(Survey survey) {
        return Planner.attempt(spec, key, survey, known(survey));
    }

    private PlanOptions known(Survey survey) {
        return options.with(sources.rights().of(survey))
                .opening(opened(survey))
                .tracing(traced)
                .joining(joined);
    }

    /** Has later plans trace so much. */
    void trace(TraceScope scope) {
        traced = scope;
    }

    private Set<String> opened(Survey survey) {
        return survey.services().stream()
                .map(Service::getMetadata)
                .filter(service -> sources.connection()
                        .entry(service.getNamespace(), service.getName())
                        .isPresent())
                .map(service -> service.getNamespace() + "/" + service.getName())
                .collect(Collectors.toSet());
    }

    /** Logs what the plan warns of. */
    void warn(SandboxPlan plan) {
        sources.warnings().log(plan);
    }

    /** Returns an exception of this sandbox, whatever it is about, without what nobody shall read. */
    public RuntimeException clean(RuntimeException exception) {
        SandboxPlan plan = made;
        SecretMask mask =
                plan == null ? SandboxSecrets.of(spec, options.settings()).mask() : plan.mask();
        return new SecretRedactor(mask).clean(exception);
    }
}
