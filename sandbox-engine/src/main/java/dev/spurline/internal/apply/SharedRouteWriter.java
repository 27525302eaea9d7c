// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.spurline.SandboxException;
import dev.spurline.internal.preflight.AdmissionChange;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Writes the parts of sandboxes in route objects that they share. Each write says which version it was made from, and the
 * server refuses it if somebody has written meanwhile: then it is made anew, from what is there now.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions, for a patch that names a
 * resourceVersion and for the preconditions of a DELETE.
 */
public final class SharedRouteWriter {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final LivingSandboxes living;
    private final SeenRoutes seen;

    /** Sandboxes of one engine take turns at an object, so that only writers of others can be faster. */
    private final Map<String, Object> turns = new ConcurrentHashMap<>();

    /**
     * Writes through a client.
     *
     * @param client the client
     * @param workers run calls at once
     * @param seen tells what is there without a request, where that is known
     */
    public SharedRouteWriter(KubernetesClient client, EngineThreads workers, SeenRoutes seen) {
        this.client = client;
        this.seen = seen;
        this.living = new LivingSandboxes(client, workers);
    }

    /**
     * Puts the entries of a planned object into the one that is there, or creates it.
     *
     * @param owner what the object must not go before
     * @return the object as the server has it
     * @throws SandboxException if it is refused, or others have written it each time for too long
     */
    HasMetadata join(SharedRoute planned, Optional<OwnerReference> owner) {
        synchronized (turn(planned)) {
            return joined(planned, owner);
        }
    }

    private Object turn(SharedRoute route) {
        return turns.computeIfAbsent(ContendedWrite.title(route.object()), title -> new Object());
    }

    private HasMetadata joined(SharedRoute planned, Optional<OwnerReference> owner) {
        ContendedWrite attempts = contended("Joining", planned);
        // What a watch shows is taken only for a write, which the server refuses if it is late.
        Optional<SharedRoute> seen =
                seen(planned).filter(there -> !planned.isIn(there) || planned.hasOtherFrame(there));
        Optional<HasMetadata> done = attempt(planned, seen, owner, attempts);
        while (done.isEmpty()) {
            attempts.pause(sharers(seen));
            seen = read(planned.object());
            done = attempt(planned, seen, owner, attempts);
        }
        return done.get();
    }

    private Optional<HasMetadata> attempt(
            SharedRoute planned, Optional<SharedRoute> seen, Optional<OwnerReference> owner, ContendedWrite attempts) {
        return seen.isPresent() ? change(planned, seen.get(), owner, attempts) : create(planned, owner);
    }

    private static ContendedWrite contended(String what, SharedRoute route) {
        return new ContendedWrite(
                what,
                route.object(),
                "fewer sandboxes at once on its Service do not get in each other's way (spurline.max-sandboxes-per-namespace)");
    }

    private static int sharers(Optional<SharedRoute> seen) {
        return seen.map(there -> there.keys().size()).orElse(0);
    }

    /**
     * Takes entries out of an object, and those of sandboxes that do not live any more; an object without entries is deleted.
     *
     * @param there the object as it was read
     * @param leaving whether the sandbox of a key leaves
     * @throws SandboxException if that is refused, or others have written it each time for too long
     */
    public void leave(SharedRoute there, Predicate<String> leaving) {
        synchronized (turn(there)) {
            ContendedWrite attempts = contended("Leaving", there);
            Optional<SharedRoute> seen = Optional.of(there);
            while (seen.isPresent() && !left(seen.get(), leaving, attempts)) {
                attempts.pause(sharers(seen));
                seen = read(there.object());
            }
        }
    }

    /** Takes the entries of a planned object out of the one that is there. */
    void leave(SharedRoute planned) {
        read(planned.object()).ifPresent(there -> leave(there, planned.keys()::contains));
    }

    /** Returns what joining an object would make of it at this moment; empty if there is none yet. */
    Optional<GenericKubernetesResource> rehearsed(SharedRoute planned) {
        return seen(planned)
                .or(() -> isAbsent(planned) ? Optional.empty() : read(planned.object()))
                .map(there -> planned.joined(there, key -> true).object());
    }

    private Optional<SharedRoute> seen(SharedRoute planned) {
        return shown(planned).flatMap(objects -> named(planned, objects)).flatMap(SharedRoute::of);
    }

    private boolean isAbsent(SharedRoute planned) {
        return shown(planned)
                .filter(objects -> named(planned, objects).isEmpty())
                .isPresent();
    }

    private Optional<Collection<GenericKubernetesResource>> shown(SharedRoute planned) {
        return seen.of(
                CustomKind.of(planned.object()).orElseThrow(),
                planned.object().getMetadata().getNamespace());
    }

    private static Optional<GenericKubernetesResource> named(
            SharedRoute planned, Collection<GenericKubernetesResource> objects) {
        String title = ContendedWrite.title(planned.object());
        return objects.stream()
                .filter(object -> title.equals(ContendedWrite.title(object)))
                .findFirst();
    }

    private Optional<HasMetadata> create(SharedRoute planned, Optional<OwnerReference> owner) {
        GenericKubernetesResource object =
                JsonTrees.value(JsonTrees.tree(planned.object()), GenericKubernetesResource.class);
        object.getMetadata().setOwnerReferences(owner.stream().toList());
        try {
            HasMetadata made = RetryPolicy.whole("POST", () -> resource(object).create());
            AdmissionChange.refuse("was", object, made);
            return Optional.of(made);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return Optional.empty();
            }
            throw ObjectWriter.failed("Creating", object, e);
        }
    }

    private Optional<HasMetadata> change(
            SharedRoute planned, SharedRoute there, Optional<OwnerReference> owner, ContendedWrite attempts) {
        if (there.object().getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        EntryHolders holders = holders(there, planned.keys(), attempts);
        SharedRoute after = planned.joined(there, holders::live);
        refuseUnseen(planned, there, after);
        return write(there, after, holders.with(owner, there.object(), after.keys()));
    }

    /** What stands in a slot has rules, which nobody plans who does not see the slot. */
    private static void refuseUnseen(SharedRoute planned, SharedRoute there, SharedRoute after) {
        planned.unseenSource(there).filter(namespace -> !planned.isIn(after)).ifPresent(namespace -> {
            throw new SandboxException(
                    "Joining [%s] failed: sandboxes of others share it by a VirtualService in namespace [%s], which may not be read: grant list on virtualservices there, or wait until they have ended"
                            .formatted(ContendedWrite.title(planned.object()), namespace));
        });
    }

    private boolean left(SharedRoute there, Predicate<String> leaving, ContendedWrite attempts) {
        if (there.object().getMetadata().getDeletionTimestamp() != null) {
            return true;
        }
        Set<String> gone = there.keys();
        gone.removeIf(leaving.negate());
        EntryHolders holders = holders(there, gone, attempts);
        Optional<SharedRoute> after = there.left(key -> leaving.test(key) || !holders.live(key));
        return after.isPresent()
                ? write(
                                there,
                                after.get(),
                                holders.with(
                                        Optional.empty(),
                                        there.object(),
                                        after.get().keys()))
                        .isPresent()
                : delete(there.object());
    }

    /**
     * Asks for records after the object was read: whoever has an entry in it had a record before. Between reading and writing
     * others write, so that who is in a hurry asks for nothing.
     */
    private EntryHolders holders(SharedRoute there, Set<String> known, ContendedWrite attempts) {
        if (known.containsAll(there.keys())) {
            return EntryHolders.NONE;
        }
        return attempts.hurried()
                ? EntryHolders.UNKNOWN
                : EntryHolders.of(living.records(there.object().getMetadata().getNamespace()));
    }

    private Optional<SharedRoute> read(GenericKubernetesResource planned) {
        ObjectMeta metadata = planned.getMetadata();
        // By list, not by get: who removes sandboxes may list them, and so this takes no right of its own.
        return RetryPolicy.whole(
                        "LIST " + planned.getKind(),
                        () -> client.genericKubernetesResources(ObjectWriter.kind(planned))
                                .inNamespace(metadata.getNamespace())
                                .withField("metadata.name", metadata.getName())
                                .list()
                                .getItems())
                .stream()
                .findFirst()
                .map(SharedRouteWriter::ours);
    }

    private static SharedRoute ours(GenericKubernetesResource object) {
        return SharedRoute.of(object)
                .orElseThrow(() -> new SandboxException(
                        "Sandboxes cannot share [%s]: there is one of that name that Spurline has not made, as it lacks the label [%s]. Give it another name"
                                .formatted(ContendedWrite.title(object), SpurlineLabels.SHARED)));
    }

    /** Returns the object as it is then; empty if somebody else has written it. */
    private Optional<HasMetadata> write(SharedRoute there, SharedRoute after, List<OwnerReference> owners) {
        if (after.sameContent(there)
                && owners.equals(there.object().getMetadata().getOwnerReferences())) {
            return Optional.of(there.object());
        }
        String patch = patch(after.object(), owners).toString();
        try {
            HasMetadata changed = RetryPolicy.whole(
                    "PATCH " + after.object().getKind(),
                    () -> resource(after.object()).patch(PlanUpdater.JSON_PATCH, patch));
            AdmissionChange.refuse("was", after.object(), changed);
            return Optional.of(changed);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw ObjectWriter.failed("Changing", after.object(), e);
        }
    }

    private static ArrayNode patch(GenericKubernetesResource after, List<OwnerReference> owners) {
        ArrayNode patch = PlanUpdater.patch(after);
        String version = after.getMetadata().getResourceVersion();
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/resourceVersion")
                .put("value", version);
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/ownerReferences")
                .set("value", JsonTrees.tree(owners));
        return patch;
    }

    /** Returns whether it is gone; otherwise somebody has written it, who may have joined. */
    private boolean delete(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        String path = "/apis/%s/namespaces/%s/%s/%s"
                .formatted(
                        object.getApiVersion(),
                        metadata.getNamespace(),
                        CustomKind.of(object).orElseThrow().plural(),
                        metadata.getName());
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy("Background")
                .withNewPreconditions(metadata.getResourceVersion(), metadata.getUid())
                .build();
        try {
            var unused = RetryPolicy.whole("DELETE " + object.getKind(), () -> gone(path, options));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw ObjectWriter.failed("Removing", object, e);
        }
    }

    private boolean gone(String path, DeleteOptions options) {
        var unused = client.raw(path, "DELETE", options);
        return true;
    }

    private Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
        return client.genericKubernetesResources(ObjectWriter.kind(object))
                .inNamespace(object.getMetadata().getNamespace())
                .resource(object);
    }
}
