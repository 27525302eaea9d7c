// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.SandboxException;
import dev.spurline.internal.plan.ObjectFingerprint;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.preflight.AdmissionChange;
import dev.spurline.internal.routing.SharedRoute;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Creates the objects of a wave, all at once. */
public final class ObjectWriter {

    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final SharedRouteWriter shared;

    /**
     * Writes through a client.
     *
     * @param client the client
     * @param workers run the calls
     * @param shared writes what sandboxes share
     */
    public ObjectWriter(KubernetesClient client, EngineThreads workers, SharedRouteWriter shared) {
        this.client = client;
        this.workers = workers;
        this.shared = shared;
    }

    /**
     * Creates the objects of some steps, turn by turn; what sandboxes share is joined where it is there already.
     *
     * @param steps the steps; their objects stay as they are
     * @param owners who owns the objects
     * @return the objects as the server made them, in the order of their turns
     * @throws SandboxException if one could not be created; others may have been
     */
    List<HasMetadata> perform(List<PlanStep> steps, SandboxOwners owners) {
        return steps.stream()
                .collect(Collectors.groupingBy(PlanStep::turn, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(turn -> atOnce(turn, owners).stream())
                .toList();
    }

    private List<HasMetadata> atOnce(List<PlanStep> steps, SandboxOwners owners) {
        HasMetadata[] made = new HasMetadata[steps.size()];
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < made.length; i++) {
            int index = i;
            calls.add(() -> made[index] = perform(
                    steps.get(index).object(), owners.of(steps.get(index).object())));
        }
        workers.all(calls);
        return List.of(made);
    }

    private HasMetadata perform(HasMetadata object, Optional<OwnerReference> owner) {
        return SharedRoute.of(object)
                .map(route -> shared.join(route, owner))
                .orElseGet(() -> create(owned(object, owner)));
    }

    private static HasMetadata owned(HasMetadata object, Optional<OwnerReference> owner) {
        JsonNode tree = JsonTrees.tree(object);
        HasMetadata copy = JsonTrees.value(tree, object.getClass());
        owner.ifPresent(known -> copy.getMetadata().setOwnerReferences(List.of(known)));
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
        return new NameTakenException(
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
                // One whose owner is gone goes, too, a little later.
                .filter(there -> there.getMetadata()
                        .getOwnerReferences()
                        .equals(object.getMetadata().getOwnerReferences()))
                .findFirst();
    }

    KubernetesClient client() {
        return client;
    }

    SharedRouteWriter shared() {
        return shared;
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
    static ResourceDefinitionContext kind(HasMetadata object) {
        String version = object.getApiVersion().substring(object.getApiVersion().indexOf('/') + 1);
        return CustomKind.of(object)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No plan makes objects of kind [%s %s]".formatted(object.getApiVersion(), object.getKind())))
                .context(version);
    }
}
