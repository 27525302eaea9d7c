// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.SandboxException;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server what would become of routes and policies, by dry-run, before they are written: one that admission changes
 * must not be in force even for a moment. What the server does not answer, as where a webhook does not support dry-run, is
 * left to the look at the object that was made.
 */
public final class DryRuns {

    private static final Logger LOG = LoggerFactory.getLogger(DryRuns.class);

    private final DryRun dryRun;
    private final EngineThreads workers;
    private final Map<JsonNode, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

    /**
     * Prepares to ask for one sandbox.
     *
     * @param writer reaches the kinds
     * @param workers run the questions
     */
    public DryRuns(ObjectWriter writer, EngineThreads workers) {
        this.dryRun = new DryRun(writer);
        this.workers = workers;
    }

    /** Asks about the objects that are to be created; does not wait. */
    public void begin(Collection<PlanStep> steps) {
        steps.stream().filter(DryRuns::concerned).forEach(step -> {
            var unused = creation(step);
        });
    }

    /**
     * Waits for the answers about objects that are to be created.
     *
     * @throws SandboxException if one would not be as it is sent
     */
    public void await(Collection<PlanStep> steps) {
        List<PlanStep> concerned = steps.stream().filter(DryRuns::concerned).toList();
        EngineThreads.joinAll(concerned.stream().map(this::creation).toList());
        // What is made is not asked about again, and a sandbox lives longer than its questions.
        concerned.forEach(step -> asked.remove(JsonTrees.tree(step.object())));
    }

    /**
     * Asks about what is to be created and changed, and waits for the answers.
     *
     * @throws SandboxException if something would not be as it is sent
     */
    public void await(PlanDifference difference) {
        List<CompletableFuture<Boolean>> changes = difference.changed().stream()
                .filter(DryRuns::concerned)
                .map(step -> workers.run(() -> ask(step.object(), dryRun::change)))
                .toList();
        await(difference.made());
        EngineThreads.joinAll(changes);
    }

    /** Workloads may be changed on their way in, as injectors do. */
    private static boolean concerned(PlanStep step) {
        return step.object() instanceof GenericKubernetesResource;
    }

    private CompletableFuture<Boolean> creation(PlanStep step) {
        return asked.computeIfAbsent(
                JsonTrees.tree(step.object()), tree -> workers.run(() -> ask(step.object(), dryRun::create)));
    }

    private static void ask(HasMetadata object, Consumer<HasMetadata> question) {
        try {
            question.accept(object);
        } catch (KubernetesClientException e) {
            untold(object, e);
        }
    }

    /** Not the message: it may quote a header of somebody's route. */
    private static void untold(HasMetadata object, KubernetesClientException e) {
        LOG.debug(
                "What would become of {} {} is not told: code [{}]",
                object.getKind(),
                object.getMetadata().getName(),
                e.getCode());
    }
}
