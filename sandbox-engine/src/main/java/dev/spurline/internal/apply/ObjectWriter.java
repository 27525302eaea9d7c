// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.SandboxException;
import dev.spurline.internal.plan.ObjectFingerprint;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.preflight.AdmissionChange;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.AdmissionCure;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Creates the objects of a wave, all at once. */
public final class ObjectWriter {

    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final EngineThreads workers;

    /**
     * Writes through a client.
     *
     * @param client the client
     * @param workers run the calls
     */
    public ObjectWriter(KubernetesClient client, EngineThreads workers) {
        this.client = client;
        this.workers = workers;
    }

    /**
     * Creates the objects of some steps, turn by turn.
     *
     * @param steps the steps; their objects stay as they are
     * @param owners the owner of all objects by namespace; a namespace without one gives objects without owner
     * @return the objects as the server made them, in the order of their turns
     * @throws SandboxException if one could not be created; others may have been
     */
    public List<HasMetadata> perform(List<PlanStep> steps, Map<String, OwnerReference> owners) {
        return steps.stream()
                .collect(Collectors.groupingBy(PlanStep::turn, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(turn -> atOnce(turn, owners).stream())
                .toList();
    }

    private List<HasMetadata> atOnce(List<PlanStep> steps, Map<String, OwnerReference> owners) {
        List<HasMetadata> objects =
                steps.stream().map(step -> owned(step.object(), owners)).toList();
        HasMetadata[] made = new HasMetadata[objects.size()];
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < made.length; i++) {
            int index = i;
            calls.add(() -> made[index] = create(objects.get(index)));
        }
        workers.all(calls);
        return List.of(made);
    }

    private HasMetadata owned(HasMetadata object, Map<String, OwnerReference> owners) {
        JsonNode tree = JsonTrees.tree(object);
        HasMetadata copy = JsonTrees.value(tree, object.getClass());
        OwnerReference owner = owners.get(copy.getMetadata().getNamespace());
        if (owner != null) {
            copy.getMetadata().setOwnerReferences(List.of(owner));
        }
        ObjectFingerprint.mark(copy, tree);
        return copy;
    }

    private HasMetadata create(HasMetadata object) {
        Resource<? extends HasMetadata> resource = resource(object);
        try {
            HasMetadata made = RetryPolicy.whole("POST", resource::create);
            AdmissionChange.refuse("was", object, made);
            return made;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                Optional<? extends HasMetadata> there = there(object);
                if (there.isPresent()) {
                    AdmissionChange.refuse("was", object, there.get());
                    return there.get();
                }
            }
            throw exists(e) ? taken(object, e) : failed("Creating", object, e);
        }
    }

    private static boolean exists(KubernetesClientException e) {
        return e.getStatus() != null && "AlreadyExists".equals(e.getStatus().getReason());
    }

    /** Names derive from the key, so that only another sandbox with the same one has them. */
    private static SandboxException taken(HasMetadata object, KubernetesClientException cause) {
        return new SandboxException(
                "Creating [%s %s/%s] failed: there is one already that this engine has not made. Routing key [%s] is in use, or what used it is not gone yet: leave the key out to get a new one"
                        .formatted(
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName(),
                                SpurlineLabels.on(object, SpurlineLabels.SANDBOX)),
                cause);
    }

    /** By list, not by get: who removes sandboxes may list them, and so this takes no right of its own. */
    private Optional<? extends HasMetadata> there(HasMetadata object) {
        var kind = object instanceof GenericKubernetesResource
                ? client.genericKubernetesResources(kind(object))
                : client.resources(object.getClass());
        return RetryPolicy.whole(
                        "LIST " + object.getKind(),
                        () -> kind.inNamespace(object.getMetadata().getNamespace())
                                .withLabel(
                                        SpurlineLabels.SANDBOX,
                                        object.getMetadata().getLabels().get(SpurlineLabels.SANDBOX))
                                .list()
                                .getItems())
                .stream()
                .filter(there -> there.getMetadata()
                        .getName()
                        .equals(object.getMetadata().getName()))
                .filter(there -> ObjectFingerprint.same(object, there))
                .findFirst();
    }

    KubernetesClient client() {
        return client;
    }

    Resource<? extends HasMetadata> resource(HasMetadata object) {
        return resource(client, object);
    }

    Resource<? extends HasMetadata> resource(KubernetesClient client, HasMetadata object) {
        if (object instanceof GenericKubernetesResource custom) {
            return client.genericKubernetesResources(kind(object))
                    .inNamespace(object.getMetadata().getNamespace())
                    .resource(custom);
        }
        return client.resource(object);
    }

    static SandboxException failed(String what, HasMetadata object, KubernetesClientException cause) {
        return new SandboxException(
                "%s [%s %s/%s] failed: %s%s"
                        .formatted(
                                what,
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName(),
                                ErrorMessage.of(cause),
                                AdmissionCure.of(cause)),
                cause);
    }

    /** Tells where custom resources are served, so that it need not be asked for each. */
    private static ResourceDefinitionContext kind(HasMetadata object) {
        String version = object.getApiVersion().substring(object.getApiVersion().indexOf('/') + 1);
        return CustomKind.of(object)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No plan makes objects of kind [%s %s]".formatted(object.getApiVersion(), object.getKind())))
                .context(version);
    }
}
