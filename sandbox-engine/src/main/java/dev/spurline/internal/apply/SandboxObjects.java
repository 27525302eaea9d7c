// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.Refusals;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Writes the objects of one sandbox: in each namespace a record, which an anchor owns, and all others, which a record owns.
 * What sandboxes share has several owners.
 */
public final class SandboxObjects implements AutoCloseable {

    private final ObjectWriter writer;
    private final EngineThreads workers;
    private final EngineLife engine;
    private final Deadline deadline;
    private final DryRuns dryRuns;
    private final Map<String, OwnerReference> records = new ConcurrentHashMap<>();
    private final Map<String, OwnerReference> anchors = new ConcurrentHashMap<>();
    private final Optional<RunMembership> run;
    private final SandboxOwners owners;
    private final Map<Wave, Long> begun = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Prepares to write.
     *
     * @param writer creates objects
     * @param workers run what can be done at once
     * @param engine whose sandbox it is
     * @param deadline by when the last wave must have begun
     * @param run this engine's part in the sandbox, if engines of a run share it
     */
    public SandboxObjects(
            ObjectWriter writer,
            EngineThreads workers,
            EngineLife engine,
            Deadline deadline,
            Optional<RunMembership> run) {
        this.writer = writer;
        this.workers = workers;
        this.engine = engine;
        this.deadline = deadline;
        this.run = run;
        // The record has all engines for owners, and so has what the sandbox shares with other sandboxes.
        this.owners = new SandboxOwners(records, run.isPresent() ? Map.of() : anchors);
        this.dryRuns = new DryRuns(writer, workers);
    }

    /**
     * Creates the objects of a wave, after those of the waves before it.
     *
     * @return the objects as the server made them
     * @throws SandboxException if one could not be created, or the sandbox's time is over
     */
    public List<HasMetadata> perform(SandboxPlan plan, Wave wave) {
        refuseIfLate(plan, wave);
        begun.put(wave, System.nanoTime());
        try {
            return write(plan, wave, plan.waves().getOrDefault(wave, List.of()));
        } catch (SandboxException e) {
            throw withLater(plan, wave, e);
        }
    }

    private List<HasMetadata> write(SandboxPlan plan, Wave wave, List<PlanStep> steps) {
        if (wave == Wave.RECORD) {
            // At once with what is made first, and so in time for what it is about.
            dryRuns.begin(plan.steps());
            return records(plan, steps);
        }
        return wave == Wave.ROUTE ? routes(plan, steps) : created(steps);
    }

    /** Who mends what the server has refused is told at once what else it would refuse. */
    private SandboxException withLater(SandboxPlan plan, Wave wave, SandboxException first) {
        if (!(first.getCause() instanceof KubernetesClientException answer) || !PlanRehearsal.refused(answer)) {
            return first;
        }
        List<HasMetadata> later = plan.steps().stream()
                .filter(step -> step.wave().compareTo(wave) > 0)
                .map(PlanStep::object)
                .toList();
        List<String> all = new ArrayList<>(Refusals.sentences(first));
        all.addAll(new PlanRehearsal(writer, workers).refusals(later));
        return Refusals.together(first, "sandbox [%s]".formatted(plan.key()), all);
    }

    private void refuseIfLate(SandboxPlan plan, Wave wave) {
        if (deadline.over()) {
            throw new SandboxException("Sandbox [%s] could not be opened %s: the time was over before wave [%s]"
                    .formatted(plan.key(), deadline.within(), wave));
        }
    }

    private List<HasMetadata> created(List<PlanStep> steps) {
        dryRuns.await(steps);
        return writer.perform(steps, owners);
    }

    /** Whoever closes the sandbox while it is being opened removes its routes, and none may come after that. */
    private synchronized List<HasMetadata> routes(SandboxPlan plan, List<PlanStep> steps) {
        if (closed) {
            throw new SandboxException("Sandbox [%s] was closed before its routes were made".formatted(plan.key()));
        }
        return created(steps);
    }

    /** Returns how long ago a wave began. */
    public Duration since(Wave wave) {
        long now = System.nanoTime();
        return Duration.ofNanos(now - begun.getOrDefault(wave, now));
    }

    /** Creates one object of the sandbox. */
    public HasMetadata create(PlanStep step) {
        return writer.perform(List.of(step), owners).get(0);
    }

    /**
     * Makes what is there what a later plan wants.
     *
     * @throws SandboxException if something could not be written; what came before it has been
     */
    public void update(SandboxPlan later, PlanDifference difference) {
        dryRuns.await(difference);
        var unused = records(
                later,
                difference.made().stream()
                        .filter(step -> step.wave() == Wave.RECORD)
                        .toList());
        new PlanUpdater(writer).apply(difference, owners);
    }

    /** Makes the anchors of namespaces in which the sandbox had nothing before, and the records. */
    private List<HasMetadata> records(SandboxPlan plan, List<PlanStep> steps) {
        if (engine.anchored()) {
            makeAnchors(plan, steps);
        }
        List<PlanStep> told = steps.stream().map(step -> joinable(plan, step)).toList();
        List<HasMetadata> made =
                writer.perform(run.isPresent() ? opened(run.get(), told) : told, SandboxOwners.all(anchors));
        made.forEach(record -> records.put(record.getMetadata().getNamespace(), owner(record)));
        return made;
    }

    /** The record in the sandbox's own namespace tells those who join it what they have not planned. */
    private static PlanStep joinable(SandboxPlan plan, PlanStep step) {
        return step.object() instanceof ConfigMap record
                        && plan.namespace().equals(record.getMetadata().getNamespace())
                ? step.with(RecordedSandbox.of(plan).on(record))
                : step;
    }

    private void makeAnchors(SandboxPlan plan, List<PlanStep> steps) {
        workers.all(steps.stream()
                .map(step -> step.object().getMetadata().getNamespace())
                .<Runnable>map(namespace -> () -> anchors.put(namespace, anchor(plan, namespace)))
                .toList());
    }

    private List<PlanStep> opened(RunMembership membership, List<PlanStep> steps) {
        return steps.stream()
                .map(step -> step.with(membership.opened(step.object(), anchor(step))))
                .toList();
    }

    private OwnerReference anchor(PlanStep step) {
        return Objects.requireNonNull(anchors.get(step.object().getMetadata().getNamespace()));
    }

    /**
     * Takes over the objects of a sandbox that another engine of the run has opened, and makes its routes what the plan says.
     *
     * @throws SandboxException if it is not there any more
     */
    public void join(SandboxPlan plan, RunMembership membership) {
        List<PlanStep> steps = plan.waves().getOrDefault(Wave.RECORD, List.of());
        makeAnchors(plan, steps);
        steps.forEach(step -> {
            HasMetadata record = membership.join(step.object(), anchor(step));
            records.put(record.getMetadata().getNamespace(), owner(record));
        });
    }

    /** Makes the routes that another engine has made what a plan says: that engine may have died before it followed a change. */
    public void takeOver(SandboxPlan plan) {
        List<PlanStep> routes = plan.waves().getOrDefault(Wave.ROUTE, List.of());
        new PlanUpdater(writer).apply(new PlanDifference(List.of(), routes, List.of()), owners);
    }

    /**
     * Gives the objects anchors of their own, so that they outlive the engine for a time.
     *
     * @throws SandboxException if that failed; what was made for it is removed
     */
    public void keep(SandboxPlan plan, Duration time) {
        Map<String, PodTemplateSpec> templates = new HashMap<>();
        records.keySet().forEach(namespace -> templates.put(namespace, template(plan, namespace)));
        new SandboxKeeping(writer, workers, engine.anchors(), plan.key()).keep(Map.copyOf(records), templates, time);
    }

    /** Makes no more routes; returns when none is being made. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private OwnerReference anchor(SandboxPlan plan, String namespace) {
        return engine.anchors().owner(namespace, template(plan, namespace));
    }

    private static PodTemplateSpec template(SandboxPlan plan, String namespace) {
        return withoutSecrets(Objects.requireNonNull(plan.anchorTemplates().get(namespace), namespace), plan::mask);
    }

    private static OwnerReference owner(HasMetadata record) {
        return new OwnerReferenceBuilder()
                .withApiVersion(record.getApiVersion())
                .withKind(record.getKind())
                .withName(record.getMetadata().getName())
                .withUid(record.getMetadata().getUid())
                .build();
    }

    /** An annotation that a patch sets may be a secret, and the anchor belongs to all sandboxes of the engine. */
    private static PodTemplateSpec withoutSecrets(PodTemplateSpec template, Supplier<SecretMask> mask) {
        Map<String, String> annotations = new LinkedHashMap<>(
                Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of()));
        annotations
                .values()
                .removeIf(value -> value != null && !mask.get().clean(value).equals(value));
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
